import type { DayNumber } from "./units";

/** Days that something takes, both included, and its order among others of the same day. */
export interface DaySpan {
    readonly firstDay: DayNumber;
    readonly lastDay: DayNumber;
    /** whether it leaves the room to others */
    readonly isMinor?: boolean;
}

export interface MonthPiece {
    /** index of the span it shows */
    readonly index: number;
    readonly firstDay: DayNumber;
    readonly lastDay: DayNumber;
    readonly lane: number;
    /** the span goes on before or after the row of days */
    readonly continuesBefore: boolean;
    readonly continuesAfter: boolean;
}

export interface MonthRow {
    readonly pieces: readonly MonthPiece[];
    /** for each day of the row: indexes of the spans that do not fit ("+n more") */
    readonly hidden: readonly (readonly number[])[];
    /** lanes used, the line for "+n more" included */
    readonly lanes: number;
}

/**
 * Packs spans into one row of day cells. Each cell has room for `limit` lines; where more is needed, the last line says how
 * many are left out. A span of several days is drawn in one piece, or hidden on all of its days.
 *
 * @param spans in the order in which they should appear
 * @param firstDay first day of the row
 * @param days number of days in the row
 * @param limit lines that fit in a cell, at least 1
 */
export function packMonthRow(spans: readonly DaySpan[], firstDay: DayNumber, days: number, limit: number): MonthRow {
    const lastDay = firstDay + days - 1;
    const perDay = new Array<number>(days).fill(0);
    const inRow: number[] = [];
    spans.forEach((span, index) => {
        if (span.firstDay <= lastDay && span.lastDay >= firstDay) {
            inRow.push(index);
            for (const day of daysInRow(span, firstDay, lastDay)) {
                perDay[day]!++;
            }
        }
    });
    const room = perDay.map((needed) => (needed > limit ? limit - 1 : limit));
    for (;;) {
        const row = fill(spans, inRow, firstDay, days, room);
        // A span of several days may be left out because of one of them; its other days need the line that says so, too.
        const crowded = row.hidden.flatMap((hidden, day) => (hidden.length > 0 && room[day] === limit ? [day] : []));
        if (crowded.length === 0) {
            const hasMore = row.hidden.some((hidden) => hidden.length > 0);
            return { ...row, lanes: hasMore ? limit : row.lanes };
        }
        crowded.forEach((day) => (room[day] = limit - 1));
    }
}

/** @param room lines for spans on each day of the row */
function fill(
    spans: readonly DaySpan[],
    inRow: readonly number[],
    firstDay: DayNumber,
    days: number,
    room: readonly number[],
): MonthRow {
    const lastDay = firstDay + days - 1;
    const taken = Array.from({ length: days }, () => new Set<number>());
    const hidden = Array.from({ length: days }, (): number[] => []);
    const pieces: MonthPiece[] = [];
    let lanes = 0;
    for (const index of longestFirst(spans, inRow)) {
        const span = spans[index]!;
        const cells = daysInRow(span, firstDay, lastDay);
        const height = Math.min(...cells.map((day) => room[day]!));
        let lane = 0;
        while (lane < height && cells.some((day) => taken[day]!.has(lane))) {
            lane++;
        }
        if (lane >= height) {
            cells.forEach((day) => hidden[day]!.push(index));
            continue;
        }
        cells.forEach((day) => taken[day]!.add(lane));
        lanes = Math.max(lanes, lane + 1);
        pieces.push({
            index,
            firstDay: Math.max(span.firstDay, firstDay),
            lastDay: Math.min(span.lastDay, lastDay),
            lane,
            continuesBefore: span.firstDay < firstDay,
            continuesAfter: span.lastDay > lastDay,
        });
    }
    return { pieces, hidden, lanes };
}

function daysInRow(span: DaySpan, firstDay: DayNumber, lastDay: DayNumber): number[] {
    const from = Math.max(span.firstDay, firstDay) - firstDay;
    const to = Math.min(span.lastDay, lastDay) - firstDay;
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

/** Minor ones last; spans of several days first, so that they get straight lines; otherwise the order given. */
function longestFirst(spans: readonly DaySpan[], indexes: readonly number[]): number[] {
    const length = (index: number): number => spans[index]!.lastDay - spans[index]!.firstDay;
    const rank = (index: number): number => Number(spans[index]!.isMinor ?? false);
    return [...indexes].sort((left, right) => rank(left) - rank(right) || length(right) - length(left) || left - right);
}
