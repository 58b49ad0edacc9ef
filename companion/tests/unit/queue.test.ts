import { describe, expect, it } from "vitest";
import { BoundedQueue } from "../../src/odoo/queue.js";

interface Gate {
    readonly opened: Promise<void>;
    readonly open: () => void;
}

function gate(): Gate {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { opened, open };
}

describe("the queue in front of Odoo", () => {
    it("lets a limited number run, the others in order", async () => {
        const queue = new BoundedQueue({ concurrency: 2, waiting: 10, waitMs: 1_000 });
        const gates = Array.from({ length: 5 }, gate);
        const begun: number[] = [];
        const tasks = gates.map(({ opened }, i) =>
            queue.run(() => {
                begun.push(i);
                return opened;
            }),
        );
        await Promise.resolve();
        expect([begun, queue.running, queue.waiting]).toEqual([[0, 1], 2, 3]);
        gates[1]?.open();
        await tasks[1];
        expect(begun).toEqual([0, 1, 2]);
        gates.forEach(({ open }) => open());
        await Promise.all(tasks);
        expect([begun, queue.running, queue.waiting]).toEqual([[0, 1, 2, 3, 4], 0, 0]);
    });

    it("refuses at once what it has no room for", async () => {
        const queue = new BoundedQueue({ concurrency: 1, waiting: 1, waitMs: 1_000 });
        const { opened, open } = gate();
        const tasks = [queue.run(() => opened), queue.run(() => opened)];
        await expect(queue.run(() => opened)).rejects.toMatchObject({ kind: "overloaded", executed: "no" });
        open();
        await Promise.all(tasks);
    });

    it("refuses who waits too long, without beginning", async () => {
        const queue = new BoundedQueue({ concurrency: 1, waiting: 5, waitMs: 20 });
        const { opened, open } = gate();
        const first = queue.run(() => opened);
        let begun = false;
        const second = queue.run(() => {
            begun = true;
            return Promise.resolve();
        });
        await expect(second).rejects.toMatchObject({ kind: "overloaded", executed: "no" });
        open();
        await first;
        expect([begun, queue.running, queue.waiting]).toEqual([false, 0, 0]);
    });

    it("goes on after a task that failed", async () => {
        const queue = new BoundedQueue({ concurrency: 1, waiting: 5, waitMs: 1_000 });
        await expect(queue.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
        await expect(queue.run(() => Promise.resolve(1))).resolves.toBe(1);
    });

    it("lets more run at once when it grows, and fewer when it shrinks, without ending what runs", async () => {
        const queue = new BoundedQueue({ concurrency: 1, waiting: 10, waitMs: 1_000 });
        const gates = Array.from({ length: 5 }, gate);
        const tasks = gates.map(({ opened }) => queue.run(() => opened));
        queue.resize(3);
        expect([queue.running, queue.waiting]).toEqual([3, 2]);
        queue.resize(1);
        expect([queue.running, queue.waiting]).toEqual([3, 2]);
        gates[0]?.open();
        gates[1]?.open();
        await Promise.all(tasks.slice(0, 2));
        expect([queue.running, queue.waiting]).toEqual([1, 2]);
        gates.forEach(({ open }) => open());
        await Promise.all(tasks);
        expect([queue.running, queue.waiting]).toEqual([0, 0]);
    });
});
