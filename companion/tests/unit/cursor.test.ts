import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiProblem } from "../../src/errors/problem.js";
import { decodeCursor, encodeCursor } from "../../src/routes/cursor.js";
import { fromOdoo, toOdoo } from "../../src/time/instant.js";

describe("a cursor", () => {
    it.each([
        "2026-13-01 09:00:00",
        "2026-02-30 09:00:00",
        "2026-03-02 24:00:00",
        "2026-03-02 23:59:60",
        "2026-13-45 99:99:99",
        "0000-01-01 00:00:00",
        "2026-03-02T09:00:00",
    ])("of %s, which is no time, is refused", (start) => {
        expect(() => decodeCursor(encodeCursor({ start, id: 1 }))).toThrow(ApiProblem);
    });

    it("is read as it was written", () => {
        const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
        fc.assert(
            fc.property(seconds, fc.integer({ min: 1, max: 2_147_483_647 }), (second, id) => {
                const position = { start: toOdoo(second * 1000), id };
                expect(decodeCursor(encodeCursor(position))).toEqual(position);
            }),
        );
    });

    it("is a real time, or refused, whatever is in it", () => {
        const start = fc.oneof(fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-6]\d:[0-6]\d$/), fc.string());
        const content = fc.oneof(fc.tuple(start, fc.oneof(fc.integer(), fc.constant(1))), fc.jsonValue());
        fc.assert(
            fc.property(content, (value) => {
                const text = Buffer.from(JSON.stringify(value)).toString("base64url");
                try {
                    const position = decodeCursor(text);
                    expect(toOdoo(fromOdoo(position.start))).toBe(position.start);
                } catch (error) {
                    expect(error).toBeInstanceOf(ApiProblem);
                }
            }),
            { numRuns: 500 },
        );
    });
});
