/** Indexes of rows: from the first on, up to but not including the second. */
export type RowWindow = readonly [number, number];

/**
 * Rows that are drawn ahead in the direction of scrolling. Whatever changes in Odoo's document, the browser styles all of it anew, so
 * it is better to draw several rows now and then than one in every frame.
 */
const AHEAD = 4;

/**
 * Which rows to draw next.
 *
 * @param drawn what is drawn now
 * @param wanted what has to be
 * @param count how many rows there are
 * @returns `drawn` itself as long as that will do
 */
export function nextWindow(drawn: RowWindow, wanted: RowWindow, count: number): RowWindow {
    if (drawn[0] <= wanted[0] && drawn[1] >= wanted[1]) {
        return drawn;
    }
    const isUp = wanted[0] < drawn[0];
    const isDown = wanted[1] > drawn[1];
    const isFar = wanted[0] >= drawn[1] || wanted[1] <= drawn[0];
    if (isFar || isUp === isDown) {
        return wanted;
    }
    return isDown ? [wanted[0], Math.min(count, wanted[1] + AHEAD)] : [Math.max(0, wanted[0] - AHEAD), wanted[1]];
}
