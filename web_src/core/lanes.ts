/** Something with a beginning and an end on one axis. */
export interface Span {
    readonly start: number;
    readonly stop: number;
}

export interface LanePacking {
    /** lane of each span, in the order given */
    readonly lanes: readonly number[];
    /** how many lanes the span's group of overlapping spans needs, in the order given */
    readonly groupLanes: readonly number[];
    /** how many lanes all need together; 0 for no spans */
    readonly count: number;
}

/**
 * Gives overlapping spans different lanes, as few as possible: each takes the first one free, earlier spans first. Spans that
 * only touch share a lane.
 *
 * @param minimumLength spans are treated as at least this long, so that tiny blocks do not cover each other
 */
export function packLanes(spans: readonly Span[], minimumLength = 1): LanePacking {
    const stopOf = (index: number): number => Math.max(spans[index]!.stop, spans[index]!.start + minimumLength);
    const order = spans.map((_, index) => index);
    order.sort(
        (left, right) => spans[left]!.start - spans[right]!.start || stopOf(right) - stopOf(left) || left - right,
    );
    const lanes = new Array<number>(spans.length).fill(0);
    const groupLanes = new Array<number>(spans.length).fill(1);
    let count = 0;
    let group: number[] = [];
    let laneEnds: number[] = [];
    const closeGroup = (): void => {
        for (const index of group) {
            groupLanes[index] = laneEnds.length;
        }
        group = [];
        laneEnds = [];
    };
    for (const index of order) {
        const { start } = spans[index]!;
        if (laneEnds.every((end) => end <= start)) {
            closeGroup();
        }
        let lane = laneEnds.findIndex((end) => end <= start);
        if (lane < 0) {
            lane = laneEnds.length;
        }
        laneEnds[lane] = stopOf(index);
        lanes[index] = lane;
        group.push(index);
        count = Math.max(count, laneEnds.length);
    }
    closeGroup();
    return { lanes, groupLanes, count };
}
