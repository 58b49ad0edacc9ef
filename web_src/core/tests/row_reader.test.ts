import { beforeEach, describe, expect, it } from "vitest";
import type { BoardEvent } from "../event";
import type { EventColumns } from "../payload";
import { RowReader } from "../row_reader";
import { makeEvent } from "./arbitraries";
import { columns } from "./columns";
import { Deferred } from "./deferred";

interface Call {
    readonly ids: readonly number[];
    readonly answer: (...found: readonly BoardEvent[]) => Promise<void>;
    readonly fail: () => Promise<void>;
}

describe("RowReader", () => {
    let calls: Call[];
    let shown: Map<number, BoardEvent>;
    let gone: number[];
    let reader: RowReader;

    beforeEach(() => {
        calls = [];
        shown = new Map();
        gone = [];
        reader = new RowReader(fetch, (found, missing) => {
            found.forEach((event) => shown.set(event.id, event));
            gone.push(...missing);
        });
    });

    function fetch(ids: readonly number[]): Promise<EventColumns> {
        const answer = new Deferred<EventColumns>();
        calls.push({
            ids,
            answer: async (...found) => {
                answer.resolve(columns(found));
                await settled();
            },
            fail: async () => {
                answer.reject(new Error("offline"));
                await settled();
            },
        });
        return answer.promise;
    }

    const asked = (): (readonly number[])[] => calls.map(({ ids }) => ids);
    const version = (id: number, start: number): BoardEvent => makeEvent({ id, start, stop: start + 60 });
    const startOf = (id: number): number | undefined => shown.get(id)?.start;

    it("shows what it read, and what is gone", async () => {
        void reader.read([1, 2]);
        await calls[0]!.answer(version(1, 100));
        expect(startOf(1)).toBe(100);
        expect(gone).toEqual([2]);
        await reader.read([]);
        expect(asked()).toEqual([[1, 2]]);
    });

    it("leaves an answer out that comes later than one that was asked for after it", async () => {
        void reader.read([1, 2]);
        void reader.read([1]);
        await calls[1]!.answer(version(1, 200));
        await calls[0]!.answer(version(1, 100), version(2, 100));
        expect(startOf(1)).toBe(200);
        expect(startOf(2)).toBe(100);
        expect(gone).toEqual([]);
    });

    it("takes answers in the order in which they were asked for, also after a failure", async () => {
        void reader.read([1]);
        const failing = reader.read([1]);
        void failing.catch(() => undefined);
        await calls[1]!.fail();
        await expect(failing).rejects.toThrow("offline");
        await calls[0]!.answer(version(1, 100));
        expect(startOf(1)).toBe(100);
        void reader.read([1]);
        await calls[2]!.answer(version(1, 300));
        expect(startOf(1)).toBe(300);
    });

    it("reads once what was asked for while the record was being written, when that is over", () => {
        reader.hold(1);
        void reader.read([1, 2]);
        void reader.read([1]);
        expect(asked()).toEqual([[2]]);
        reader.release(1);
        expect(asked()).toEqual([[2], [1]]);
        reader.hold(2);
        reader.hold(1);
        reader.release(1);
        expect(asked()).toEqual([[2], [1], [1]]);
    });

    it("reads again what was on its way when the record began to be written", async () => {
        void reader.read([1, 2]);
        reader.hold(1);
        reader.hold(1);
        await calls[0]!.answer(version(1, 100), version(2, 100));
        expect(startOf(1)).toBeUndefined();
        expect(startOf(2)).toBe(100);
        reader.release(1);
        await calls[1]!.answer(version(1, 200));
        expect(asked()).toEqual([[1, 2], [1]]);
        expect(startOf(1)).toBe(200);
        expect(gone).toEqual([]);
    });

    it("reads nothing after a write that nobody has asked about", () => {
        reader.hold(1);
        reader.release(1);
        expect(asked()).toEqual([]);
    });

    it("drops answers about an old search, and reads anew what is being written meanwhile", async () => {
        void reader.read([1]);
        reader.hold(2);
        reader.forget();
        await calls[0]!.answer(version(1, 100));
        expect(shown.size).toBe(0);
        expect(gone).toEqual([]);
        reader.release(2);
        expect(asked()).toEqual([[1], [2]]);
    });
});

/** Lets all that waits for an answer go on. */
async function settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) {
        await Promise.resolve();
    }
}
