import { beforeEach, describe, expect, it } from "vitest";
import { Freshness } from "../freshness";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.UTC(2026, 2, 2, 10, 32);

describe("how recent a board is", () => {
    let board: Freshness;
    beforeEach(() => {
        board = new Freshness(START);
    });

    it("is read again every few minutes", () => {
        expect(board.isDue(START + 2 * MINUTE - 1)).toBe(false);
        expect(board.isDue(START + 2 * MINUTE)).toBe(true);
        board.noteTried(START + 2 * MINUTE);
        board.noteRead();
        expect(board.isDue(START + 4 * MINUTE - 1)).toBe(false);
        expect(board.isLost(START + 4 * MINUTE)).toBe(false);
    });

    it("is read when the user comes back, but not all the time", () => {
        board.noteMissed(false);
        expect(board.isDue(START + 29 * SECOND)).toBe(false);
        expect(board.isDue(START + 30 * SECOND)).toBe(true);
        board.noteTried(START + 30 * SECOND);
        board.noteRead();
        board.noteMissed(false);
        expect(board.isDue(START + 59 * SECOND)).toBe(false);
    });

    it("is read at once when messages were most likely missed", () => {
        board.noteMissed(true);
        board.noteMissed(false);
        expect(board.isDue(START)).toBe(true);
        board.noteTried(START);
        expect(board.isDue(START)).toBe(false);
    });

    it("does not speak of a connection that is renewed at once", () => {
        board.noteDisconnected(START);
        expect(board.isLost(START + 2 * SECOND)).toBe(false);
        board.noteConnected();
        expect(board.isLost(START + 10 * SECOND)).toBe(false);
    });

    it("is as old as the connection, until it is read by another way", () => {
        board.noteDisconnected(START + 5 * MINUTE);
        board.noteDisconnected(START + 6 * MINUTE);
        const now = START + 7 * MINUTE;
        expect([board.isLost(now), board.updatedAt]).toEqual([true, START + 5 * MINUTE]);
        expect(board.isDue(now), "what is cut off is read more often").toBe(true);
        board.noteTried(now);
        expect(board.isDue(now + 29 * SECOND)).toBe(false);
        expect(board.isDue(now + 30 * SECOND)).toBe(true);
        board.noteRead();
        expect([board.isLost(now), board.updatedAt]).toEqual([true, now]);
    });

    it("is as old as the last answer, when there is none any more", () => {
        board.noteTried(START + 2 * MINUTE);
        board.noteFailed();
        expect([board.isLost(START + 2 * MINUTE), board.updatedAt]).toEqual([true, START]);
        board.noteTried(START + 3 * MINUTE);
        board.noteRead();
        expect(board.isLost(START + 3 * MINUTE)).toBe(false);
    });
});
