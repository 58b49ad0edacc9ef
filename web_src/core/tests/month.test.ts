import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packMonthRow } from "../month";

const anySpans = fc.array(
    fc
        .tuple(fc.integer({ min: -3, max: 9 }), fc.integer({ min: 0, max: 4 }))
        .map(([firstDay, length]) => ({ firstDay, lastDay: firstDay + length })),
    { maxLength: 40 },
);

describe("packMonthRow", () => {
    it("shows or counts every span on each of its days, and never more than fits", () => {
        fc.assert(
            fc.property(anySpans, fc.integer({ min: 1, max: 6 }), (spans, limit) => {
                const row = packMonthRow(spans, 0, 7, limit);
                for (let day = 0; day < 7; day++) {
                    const expected = spans.filter((s) => s.firstDay <= day && s.lastDay >= day);
                    const shown = row.pieces.filter((p) => p.firstDay <= day && p.lastDay >= day);
                    const hidden = row.hidden[day]!;
                    expect(shown.length + hidden.length).toBe(expected.length);
                    expect(new Set(shown.map((p) => p.lane)).size).toBe(shown.length);
                    const lines = Math.max(-1, ...shown.map((p) => p.lane)) + 1;
                    expect(lines + (hidden.length > 0 ? 1 : 0)).toBeLessThanOrEqual(limit);
                    expect(row.lanes).toBeGreaterThanOrEqual(lines);
                }
            }),
        );
    });

    it("makes room to say so on every day of a span that one crowded day leaves out", () => {
        const row = packMonthRow(
            [
                { firstDay: 0, lastDay: 1 },
                { firstDay: 1, lastDay: 2 },
                { firstDay: 2, lastDay: 2 },
            ],
            0,
            7,
            1,
        );
        for (let day = 0; day < 7; day++) {
            const shown = row.pieces.filter((piece) => piece.firstDay <= day && piece.lastDay >= day);
            expect(shown.length + (row.hidden[day]!.length > 0 ? 1 : 0)).toBeLessThanOrEqual(1);
        }
    });

    it("hides what is minor first, however long it is", () => {
        const spans = [
            { firstDay: 1, lastDay: 4, isMinor: true },
            { firstDay: 2, lastDay: 2, isMinor: true },
            { firstDay: 2, lastDay: 2, isMinor: false },
            { firstDay: 2, lastDay: 2 },
        ];
        const row = packMonthRow(spans, 0, 7, 3);
        const shown = row.pieces.filter((piece) => piece.firstDay <= 2 && piece.lastDay >= 2);
        expect(shown.map(({ index }) => index)).toEqual([2, 3]);
        expect(row.hidden[2]).toEqual([0, 1]);
    });

    it("says +n more on the last line", () => {
        const spans = Array.from({ length: 40 }, () => ({ firstDay: 2, lastDay: 2 }));
        const row = packMonthRow(spans, 0, 7, 4);
        expect(row.pieces.map((piece) => piece.lane)).toEqual([0, 1, 2]);
        expect(row.hidden[2]).toHaveLength(37);
        expect(row.hidden[1]).toEqual([]);
        expect(row.lanes).toBe(4);
    });

    it("uses the last line for a span when nothing is left out", () => {
        const spans = Array.from({ length: 4 }, () => ({ firstDay: 0, lastDay: 0 }));
        const row = packMonthRow(spans, 0, 7, 4);
        expect(row.pieces).toHaveLength(4);
        expect(row.hidden.flat()).toEqual([]);
    });

    it("cuts spans at the ends of the row and says that they go on", () => {
        const [piece] = packMonthRow([{ firstDay: -2, lastDay: 20 }], 0, 7, 2).pieces;
        expect(piece).toEqual({
            index: 0,
            firstDay: 0,
            lastDay: 6,
            lane: 0,
            continuesBefore: true,
            continuesAfter: true,
        });
    });

    it("is empty without spans in the row", () => {
        const row = packMonthRow([{ firstDay: 9, lastDay: 9 }], 0, 7, 2);
        expect(row).toEqual({ pieces: [], hidden: [[], [], [], [], [], [], []], lanes: 0 });
    });
});
