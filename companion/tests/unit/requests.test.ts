import { describe, expect, it } from "vitest";
import { pointerOf } from "../../src/http/validate.js";
import { bookingBody, rescheduleBody } from "../../src/schemas/requests.js";

const VISIT = { customer: { name: "Ada", email: "ada@example.org" }, subject: "Router" };
const START = "2026-03-02T09:00:00Z";

describe.each([
    ["a booking", bookingBody, VISIT],
    ["a move", rescheduleBody, {}],
])("the end of %s", (_what, schema, rest) => {
    it.each([
        ["2026-03-02T09:00:00Z", ["#/end"]],
        ["2026-03-02T09:00:01Z", ["#/end"]],
        ["2026-03-02T09:04:59.999Z", ["#/end"]],
        ["2026-03-02T09:05:00Z", []],
        ["2026-03-03T10:00:00+01:00", []],
        ["2026-03-03T09:00:01Z", ["#/end"]],
    ])("at %s: mistakes %j", (end, pointers) => {
        const { error } = schema.safeParse({ ...rest, start: START, end });
        expect(error?.issues.map(({ path }) => pointerOf(path)) ?? []).toEqual(pointers);
    });
});
