/** Pixels from an edge within which it draws on what is dragged. */
const MARGIN = 40;
/** Pixels per millisecond at the edge and beyond it. */
const FASTEST = 1.1;
/** Milliseconds that a frame counts for at most, so that a late one makes no leap. */
const LONGEST_FRAME = 50;

/** What is in sight of something that scrolls, in one direction, without what is sticky. */
export interface Sight {
    readonly from: number;
    readonly to: number;
}

/**
 * How far to scroll while something is dragged near an edge: the nearer, the faster. Who has not gone towards an edge since they
 * took it, as when it lay there already, does not mean to scroll.
 *
 * @param at where the pointer is
 * @param start where it went down
 * @param elapsed milliseconds since the last frame
 * @returns whole pixels, below 0 towards the beginning
 */
export function autoScrollStep(at: number, start: number, { from, to }: Sight, elapsed: number): number {
    const margin = Math.min(MARGIN, (to - from) / 4);
    const depth = at < start ? Math.min(0, at - from - margin) : at > start ? Math.max(0, at - to + margin) : 0;
    const share = Math.max(-1, Math.min(1, depth / margin));
    const pixels = share * FASTEST * Math.min(elapsed, LONGEST_FRAME);
    // Browsers do not scroll by less than a pixel.
    return pixels < 0 ? Math.floor(pixels) : Math.ceil(pixels);
}
