import { describe, expect, it } from "vitest";
import { MessageNumbers } from "../message_numbers";

function gapAfter(...numbers: readonly number[]): boolean {
    const messages = new MessageNumbers();
    numbers.forEach((number) => messages.note(number));
    return messages.hasGap;
}

describe("numbered messages", () => {
    it.each([
        ["none", [], false],
        ["the first one, whatever its number", [17], false],
        ["one after the other", [17, 18, 19], false],
        ["one is missing", [17, 19], true],
        ["one was overtaken", [17, 19, 18], false],
        ["one came twice", [17, 18, 17, 18], false],
        ["one of two is still missing", [17, 20, 18], true],
        ["a jump, as after a crash of the database", [17, 17_000_000], true],
    ])("%s: %j", (_what, numbers, hasGap) => {
        expect(gapAfter(...numbers)).toBe(hasGap);
    });

    it("are not waited for once a gap is closed", () => {
        const messages = new MessageNumbers();
        messages.note(1);
        messages.note(3);
        messages.closeGap();
        expect(messages.hasGap).toBe(false);
        messages.note(4);
        expect(messages.hasGap).toBe(false);
        messages.note(2);
        messages.note(6);
        expect(messages.hasGap).toBe(true);
    });
});
