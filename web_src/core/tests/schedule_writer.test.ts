import { beforeEach, describe, expect, it } from "vitest";
import { BoardData } from "../board_data";
import type { BoardEvent } from "../event";
import type { Placement } from "../fit";
import { ScheduleWriter } from "../schedule_writer";
import { makeEvent } from "./arbitraries";
import { Deferred } from "./deferred";

const DAY = 1440;
const WEEK = 7 * DAY;

class Refusal extends Error {}

/** A server that knows one version of each record and refuses what was asked for of another; its answers can be kept back. */
class Server {
    readonly writes: { id: number; to: Placement; revision: number }[] = [];
    readonly records = new Map<number, BoardEvent>();
    isOffline = false;
    gate: Promise<undefined> = Promise.resolve(undefined);

    async write(known: BoardEvent, { resourceId, start, stop }: Placement): Promise<BoardEvent | undefined> {
        this.writes.push({ id: known.id, to: { resourceId, start, stop }, revision: known.revision });
        await this.gate;
        if (this.isOffline) {
            throw new Error("offline");
        }
        const record = this.records.get(known.id);
        if (record?.revision !== known.revision) {
            throw new Refusal("changed meanwhile");
        }
        return this.change(record, { resourceId, start, stop });
    }

    isRefusal(error: unknown): boolean {
        return error instanceof Refusal;
    }

    change(record: BoardEvent, to: Placement): BoardEvent {
        const changed = { ...record, ...to, revision: record.revision + 1 };
        this.records.set(record.id, changed);
        return changed;
    }
}

describe("ScheduleWriter", () => {
    const visit = makeEvent({ id: 7, resourceId: 1, start: 540, stop: 600, revision: 3 });
    const later: Placement = { resourceId: 1, start: 700, stop: 760 };
    const nextWeek: Placement = { resourceId: 1, start: 540 + WEEK, stop: 600 + WEEK };
    const UNDOABLE = { canUndo: true };
    let server: Server;
    let data: BoardData;
    let held: string[];
    let writer: ScheduleWriter;

    beforeEach(() => {
        server = new Server();
        server.records.set(visit.id, visit);
        data = BoardData.build(0, WEEK, [], [visit]);
        held = [];
        writer = new ScheduleWriter(
            server,
            {
                get: (id) => data.get(id),
                covers: ({ start, stop }) => start < data.to && stop > data.from,
                show: (changed, removed) => (data = data.patch(changed, removed)),
            },
            { hold: (id) => held.push(`hold ${id}`), release: (id) => held.push(`release ${id}`) },
        );
    });

    const shownAt = (): number | undefined => data.get(visit.id)?.start;

    it("tells what is asked for and not answered yet, on top of what has been read meanwhile", async () => {
        expect(writer.wished(() => undefined)).toEqual([]);
        const change = writer.change(visit, later, UNDOABLE);
        const renamed = { ...visit, label: "renamed" };
        expect(writer.wished((id) => (id === 7 ? renamed : undefined))).toEqual([{ ...renamed, ...later }]);
        // On other days, it is as it was known last.
        expect(writer.wished(() => undefined)).toEqual([{ ...visit, ...later }]);
        await change;
        expect(writer.wished(() => renamed)).toEqual([]);
    });

    it("shows a change before the server has answered, and then what the server made of it", async () => {
        const change = writer.change(visit, later, UNDOABLE);
        expect(shownAt()).toBe(700);
        expect(writer.isPending(7)).toBe(true);
        expect(held).toEqual(["hold 7"]);
        await change;
        expect(data.get(7)).toMatchObject({ ...later, revision: 4 });
        expect(writer.isPending(7)).toBe(false);
        expect(held).toEqual(["hold 7", "release 7"]);
        expect(writer.undoStack.size).toBe(1);
    });

    it("takes a refused change back", async () => {
        server.change(visit, { resourceId: 2, start: 0, stop: 60 });
        await expect(writer.change(visit, later, UNDOABLE)).rejects.toThrow(Refusal);
        expect(data.get(7)).toEqual(visit);
        expect(writer.isPending(7)).toBe(false);
        expect(held).toEqual(["hold 7", "release 7"]);
        expect(writer.undoStack.size).toBe(0);
    });

    it("guards a move out of what is shown by the revision that the user has seen", async () => {
        server.change(visit, { resourceId: 2, start: 0, stop: 60 });
        const change = writer.change(visit, nextWeek, UNDOABLE);
        expect(shownAt()).toBeUndefined();
        await expect(change).rejects.toThrow(Refusal);
        expect(server.writes.map(({ revision }) => revision)).toEqual([3]);
        expect(server.records.get(7)).toMatchObject({ resourceId: 2, start: 0 });
        expect(data.get(7)).toEqual(visit);
    });

    it("brings back what was moved out of sight when the server cannot be reached", async () => {
        server.isOffline = true;
        await expect(writer.change(visit, nextWeek, UNDOABLE)).rejects.toThrow("offline");
        expect(data.get(7)).toEqual(visit);
    });

    it("undoes a move out of sight", async () => {
        await writer.change(visit, nextWeek, UNDOABLE);
        expect(shownAt()).toBeUndefined();
        await expect(writer.undo()).resolves.toBe("undone");
        expect(data.get(7)).toMatchObject({ start: 540, stop: 600, revision: 5 });
        await expect(writer.undo()).resolves.toBe("nothing");
    });

    it("undoes several changes of a record after going elsewhere", async () => {
        await writer.change(visit, later, UNDOABLE);
        await writer.change(data.get(7)!, nextWeek, UNDOABLE);
        data = BoardData.build(4 * WEEK, 5 * WEEK, [], []);
        await expect(writer.undo()).resolves.toBe("undone");
        await expect(writer.undo()).resolves.toBe("undone");
        expect(server.writes.map(({ revision }) => revision)).toEqual([3, 4, 5, 6]);
        expect(server.records.get(7)).toMatchObject({ start: 540, stop: 600 });
    });

    it("does not undo what somebody else has changed since, whether it is in sight or not", async () => {
        await writer.change(visit, later, UNDOABLE);
        const theirs = server.change(server.records.get(7)!, { resourceId: 1, start: 900, stop: 960 });
        data = data.patch([theirs]);
        await expect(writer.undo()).resolves.toBe("changed since");

        await writer.change(theirs, nextWeek, UNDOABLE);
        server.change(server.records.get(7)!, { resourceId: 1, start: 900 + WEEK, stop: 960 + WEEK });
        await expect(writer.undo()).rejects.toThrow(Refusal);
        expect(server.records.get(7)!.start).toBe(900 + WEEK);
        expect(writer.undoStack.size).toBe(0);
    });

    it("does not undo what has gone from where it would be seen", async () => {
        await writer.change(visit, later, UNDOABLE);
        data = data.patch([], [7]);
        await expect(writer.undo()).resolves.toBe("changed since");
        expect(server.writes).toHaveLength(1);
    });

    it("keeps an undo that did not reach the server for another time", async () => {
        await writer.change(visit, nextWeek, UNDOABLE);
        server.isOffline = true;
        await expect(writer.undo()).rejects.toThrow("offline");
        expect(writer.undoStack.size).toBe(1);
        server.isOffline = false;
        await expect(writer.undo()).resolves.toBe("undone");
        expect(shownAt()).toBe(540);
    });

    it("writes one after the other, with the revision that the one before made", async () => {
        const open = new Deferred<undefined>();
        server.gate = open.promise;
        const first = writer.change(visit, later, UNDOABLE);
        const second = writer.change(data.get(7)!, nextWeek, UNDOABLE);
        await Promise.resolve();
        expect(server.writes).toHaveLength(1);
        open.resolve(undefined);
        await first;
        expect(writer.isPending(7)).toBe(true);
        expect(shownAt()).toBeUndefined();
        await second;
        expect(server.writes.map(({ revision }) => revision)).toEqual([3, 4]);
        expect(held.at(-1)).toBe("release 7");
        expect(server.records.get(7)).toMatchObject(nextWeek);
    });

    it("undoes what is being saved when it has been, not what was saved before", async () => {
        const other = makeEvent({ id: 8, resourceId: 2, start: 540, stop: 600 });
        server.records.set(8, other);
        data = data.patch([other]);
        await writer.change(visit, later, UNDOABLE);
        const open = new Deferred<undefined>();
        server.gate = open.promise;
        const change = writer.change(other, { ...later, resourceId: 2 }, UNDOABLE);
        const undo = writer.undo();
        open.resolve(undefined);
        await change;
        await expect(undo).resolves.toBe("undone");
        expect(server.records.get(8)).toMatchObject({ start: 540, stop: 600 });
        expect(server.records.get(7)).toMatchObject(later);
        expect(writer.undoStack.size).toBe(1);
    });

    it("undoes nothing else when what was meant is refused", async () => {
        await writer.change(visit, later, UNDOABLE);
        const open = new Deferred<undefined>();
        server.gate = open.promise;
        const change = writer.change(data.get(7)!, nextWeek, UNDOABLE);
        const undo = writer.undo();
        server.isOffline = true;
        open.resolve(undefined);
        await expect(change).rejects.toThrow("offline");
        await expect(undo).resolves.toBe("not saved");
        server.isOffline = false;
        expect(server.records.get(7)).toMatchObject(later);
        await expect(writer.undo()).resolves.toBe("undone");
    });

    it("undoes to where a record was, not to where it was refused", async () => {
        const open = new Deferred<undefined>();
        server.gate = Promise.reject(new Refusal("no"));
        const first = writer.change(visit, later, UNDOABLE);
        const second = writer.change(data.get(7)!, nextWeek, UNDOABLE);
        await Promise.resolve();
        server.gate = open.promise;
        await expect(first).rejects.toThrow(Refusal);
        open.resolve(undefined);
        await second;
        await expect(writer.undo()).resolves.toBe("undone");
        expect(server.records.get(7)).toMatchObject({ resourceId: 1, start: 540, stop: 600 });
    });

    it("goes back to what the server has when the first of two changes was saved and the second was not", async () => {
        const open = new Deferred<undefined>();
        server.gate = open.promise;
        const first = writer.change(visit, later, UNDOABLE);
        const second = writer.change(data.get(7)!, nextWeek, UNDOABLE);
        open.resolve(undefined);
        await first;
        server.isOffline = true;
        await expect(second).rejects.toThrow("offline");
        expect(data.get(7)).toMatchObject({ ...later, revision: 4 });
    });

    it("stops showing what the user may not see any more", async () => {
        server.write = () => Promise.resolve(undefined);
        await writer.change(visit, later, UNDOABLE);
        expect(data.get(7)).toBeUndefined();
    });
});
