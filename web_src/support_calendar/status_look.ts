/** How a status looks on the board and in its legend. */
export interface StatusLook {
    readonly className: string;
    /** FontAwesome's character: the cue that does not depend on colour (WCAG 1.4.1) */
    readonly sign: string;
}

/** The style sheet knows as many colours. */
const SIGNS = ["\uf040", "\uf00c", "\uf04b", "\uf11e", "\uf05e", "\uf005"];

/**
 * @param position of the status in its selection field; below 0 when it is not known
 * @param isFree whether events with it take nobody's time
 */
export function statusLook(position: number, isFree: boolean): StatusLook {
    const index = Math.max(0, position) % SIGNS.length;
    return { className: `o_sc_color_${index}${isFree ? " o_sc_free" : ""}`, sign: SIGNS[index]! };
}
