/** Indexes of rows: from the first on, up to but not including the second. */
export type RowWindow = readonly [number, number];

/** Rows that may stay drawn although they are out of sight. */
const SLACK = 8;

/**
 * Which rows to draw next. When rows leave on one side and come on the other in one rendering, OWL moves all that stay in the
 * document, and the browser lays every one of them out anew. So rows come in one rendering and leave in another.
 *
 * @param drawn what is drawn now
 * @param wanted what should be
 * @returns covers `wanted` unless rows have to leave first: then ask again in the next frame
 */
export function nextWindow(drawn: RowWindow, wanted: RowWindow): RowWindow {
    const common: RowWindow = [Math.max(drawn[0], wanted[0]), Math.min(drawn[1], wanted[1])];
    if (common[0] >= common[1]) {
        return wanted;
    }
    const union: RowWindow = [Math.min(drawn[0], wanted[0]), Math.max(drawn[1], wanted[1])];
    if (union[1] - union[0] <= wanted[1] - wanted[0] + SLACK) {
        return union;
    }
    return drawn[0] < common[0] || drawn[1] > common[1] ? common : wanted;
}

export function covers(drawn: RowWindow, wanted: RowWindow): boolean {
    return drawn[0] <= wanted[0] && drawn[1] >= wanted[1];
}
