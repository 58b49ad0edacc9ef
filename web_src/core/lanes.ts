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
    const { order, stopOf } = inOrder(spans, minimumLength);
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

/**
 * Gives overlapping spans different lanes, and all spans as much room after them as possible: each takes the lane that has been
 * free the longest.
 *
 * @param minimumLength as in {@link packLanes}
 * @param count how many lanes are used, if as many are not too few
 */
export function spreadLanes(spans: readonly Span[], minimumLength: number, count: number): LanePacking {
    const { order, stopOf } = inOrder(spans, minimumLength);
    const lanes = new Array<number>(spans.length).fill(0);
    const ends = new Array<number>(count).fill(-Infinity);
    for (const index of order) {
        const earliest = ends.indexOf(Math.min(...ends));
        const lane = ends[earliest]! <= spans[index]!.start ? earliest : ends.length;
        ends[lane] = stopOf(index);
        lanes[index] = lane;
    }
    return { lanes, groupLanes: lanes.map(() => ends.length), count: ends.length };
}

function inOrder(
    spans: readonly Span[],
    minimumLength: number,
): { order: number[]; stopOf: (index: number) => number } {
    const stopOf = (index: number): number => Math.max(spans[index]!.stop, spans[index]!.start + minimumLength);
    const order = spans.map((_, index) => index);
    order.sort(
        (left, right) => spans[left]!.start - spans[right]!.start || stopOf(right) - stopOf(left) || left - right,
    );
    return { order, stopOf };
}
