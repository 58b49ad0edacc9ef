import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardEvent } from "../event";
import type { EventColumns } from "../payload";
import { RangeReader, type LoadedRange, type Range, type RangeAnswer, type RangeServer } from "../range_reader";
import { makeEvent } from "./arbitraries";
import { columns } from "./columns";

const WEEK = { from: 0, to: 7 * 1440 };
const NEXT_WEEK = { from: 7 * 1440, to: 14 * 1440 };
const HOUR = 60;

/** A server whose answers arrive when the test says so. */
class SlowServer implements RangeServer {
    readonly calls: { what: string; range: Range; rows: readonly number[]; first?: readonly number[] | null }[] = [];
    private readonly answers: { resolve: (answer: never) => void; reject: (error: Error) => void }[] = [];

    read(range: Range, known: readonly number[], first: readonly number[] | null): Promise<RangeAnswer> {
        this.calls.push({ what: "read", range, rows: known, first });
        return this.wait();
    }

    readEvents(range: Range, rows: readonly number[]): Promise<EventColumns> {
        this.calls.push({ what: "readEvents", range, rows });
        return this.wait();
    }

    /** Answers the oldest open call with these events of rows 1 and 2. */
    answer(events: readonly BoardEvent[] = [], missing: readonly number[] = []): void {
        const answer: RangeAnswer = {
            events: columns(events),
            resources: { id: [1, 2], name: ["Ada", "Bob"] },
            rights: { create: true, write: true, team: true },
            lead: 0,
            duration: 60,
            ...(missing.length > 0 ? { missing_resource_ids: missing } : {}),
        };
        this.answers.shift()!.resolve(answer as never);
    }

    answerEvents(events: readonly BoardEvent[]): void {
        this.answers.shift()!.resolve(columns(events) as never);
    }

    fail(): void {
        this.answers.shift()!.reject(new Error("offline"));
    }

    private wait<Answer>(): Promise<Answer> {
        return new Promise<Answer>((resolve, reject) => this.answers.push({ resolve, reject }));
    }
}

describe("RangeReader", () => {
    let server: SlowServer;
    let refreshed: number[];
    let reader: RangeReader;
    const visit = makeEvent({ id: 7, resourceId: 1, start: 9 * HOUR, stop: 10 * HOUR });

    beforeEach(() => {
        server = new SlowServer();
        refreshed = [];
        reader = new RangeReader(server, (ids) => refreshed.push(...ids));
    });
    afterEach(() => vi.useRealTimers());

    async function load(range: Range, events: readonly BoardEvent[] = [], missing?: number[]): Promise<LoadedRange> {
        const loading = reader.read(range);
        server.answer(events, missing);
        return loading;
    }

    it("asks once for all who want the same range meanwhile, and keeps the answer", async () => {
        const both = Promise.all([reader.read(WEEK), reader.read({ ...WEEK })]);
        server.answer([visit]);
        const [left, right] = await both;
        expect(server.calls).toHaveLength(1);
        expect(left).toBe(right);
        expect(reader.fresh(WEEK)).toBe(left);
        expect(reader.fresh(NEXT_WEEK)).toBeUndefined();
        expect(left.data.get(7)).toMatchObject({ start: 9 * HOUR, resourceId: 1 });
    });

    it("does not call old what it has just read, nor fresh what is five minutes old", async () => {
        vi.useFakeTimers();
        await load(WEEK);
        vi.advanceTimersByTime(4 * 60_000);
        expect(reader.fresh(WEEK)).toBeDefined();
        vi.advanceTimersByTime(60_000);
        expect(reader.fresh(WEEK)).toBeUndefined();
    });

    it("does not keep an answer to a question that was asked before everything became worthless", async () => {
        const late = reader.read(WEEK);
        reader.forget();
        const anew = reader.read(WEEK);
        expect(server.calls).toHaveLength(2);
        server.answer([visit]);
        await late;
        expect(reader.fresh(WEEK)).toBeUndefined();
        server.answer();
        expect(reader.fresh(WEEK)).toBeUndefined();
        const kept = await anew;
        expect(reader.fresh(WEEK)).toBe(kept);
        expect(kept.data.size).toBe(0);
    });

    it("asks again after a failure, which whoever waits is told", async () => {
        const failing = reader.read(WEEK);
        server.fail();
        await expect(failing).rejects.toThrow("offline");
        const again = await load(WEEK, [visit]);
        expect(again.data.size).toBe(1);
    });

    it("asks once more for what changed while it was being read", async () => {
        const shown = await load(WEEK);
        const next = reader.read(NEXT_WEEK);
        reader.noteChanged([3]);
        reader.patch(shown, [visit], [4]);
        server.answer();
        await next;
        expect(refreshed).toEqual([3, 7, 4]);
        await load(WEEK);
        expect(refreshed).toEqual([3, 7, 4]);
    });

    it("changes all ranges that it keeps, and the one that is shown", async () => {
        const shown = await load(WEEK, [visit]);
        reader.forget();
        const next = await load(NEXT_WEEK);
        const start = NEXT_WEEK.from + HOUR;
        reader.patch(shown, [{ ...visit, start, stop: start + HOUR }], []);
        expect(shown.data.get(7)).toBeUndefined();
        expect(next.data.get(7)).toMatchObject({ start });
        reader.patch(shown, [], [7]);
        expect(next.data.size).toBe(0);
    });

    it("takes rows and hours from what is known of the same days, and is as old as that", async () => {
        vi.useFakeTimers();
        const known = await load(WEEK);
        reader.forget();
        vi.advanceTimersByTime(60_000);
        void reader.read(NEXT_WEEK, { withHours: known });
        server.answer();
        const again = reader.read(WEEK, { withHours: known, first: [2] });
        server.answer();
        expect(server.calls.slice(1).map(({ rows, first }) => [rows, first])).toEqual([
            [[], null],
            [[1, 2], [2]],
        ]);
        expect((await again).readAt).toBe(known.readAt);
        expect((await again).data.resource(1)).toBe(known.data.resource(1));
    });

    it("reads what a range lacks once, and what was changed meanwhile stays", async () => {
        const loaded = await load(WEEK, [visit], [2]);
        expect([...loaded.data.missing]).toEqual([2]);
        const show = vi.fn();
        const both = Promise.all([reader.complete(loaded, show), reader.complete(loaded, show)]);
        const moved = makeEvent({ id: 8, resourceId: 2, start: 14 * HOUR, stop: 15 * HOUR });
        reader.patch(loaded, [moved], []);
        server.answerEvents([
            { ...moved, start: 9 * HOUR, stop: 10 * HOUR },
            { ...moved, id: 9 },
        ]);
        await both;
        await reader.complete(loaded, show);
        expect(server.calls.map(({ what, rows }) => [what, rows])).toEqual([
            ["read", []],
            ["readEvents", [2]],
        ]);
        expect(show).toHaveBeenCalledTimes(1);
        expect(loaded.data.missing.size).toBe(0);
        expect(loaded.data.get(8)).toMatchObject({ start: 14 * HOUR });
        expect(loaded.data.eventsOf(2)).toHaveLength(2);
        expect(refreshed).toEqual([8]);
    });
});
