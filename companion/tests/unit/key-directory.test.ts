import { describe, expect, it } from "vitest";
import { KeyDirectory } from "../../src/keys/directory.js";
import { BoundedQueue } from "../../src/odoo/queue.js";
import type { KeyAnswer } from "../../src/odoo/facade.js";

const KEY = {
    ok: true,
    key: { id: 1, name: "a", scopes: [], requests_per_minute: 1, bookings_per_minute: 1, allowed_networks: [] },
} satisfies KeyAnswer;
const REVOKED: KeyAnswer = { ok: false, code: "revoked" };

/** A directory with a clock of its own and an Odoo that answers what `set` says, after a turn of the event loop. */
function build() {
    let now = 0;
    let answer: KeyAnswer | Error = KEY;
    let asked = 0;
    const unreadable: string[] = [];
    const strangers = new BoundedQueue({ concurrency: 1, waiting: 1, waitMs: 60_000 });
    const authenticate = async (): Promise<KeyAnswer> => {
        asked++;
        const given = answer;
        await Promise.resolve();
        if (given instanceof Error) {
            throw given;
        }
        return given;
    };
    return {
        directory: new KeyDirectory(
            { authenticate },
            strangers,
            (id, network) => unreadable.push(`${id} ${network}`),
            () => now,
        ),
        pass: (milliseconds: number) => (now += milliseconds),
        set: (next: KeyAnswer | Error) => (answer = next),
        asked: () => asked,
        unreadable,
        strangers,
    };
}

describe("what is known of keys", () => {
    it("is asked for once by all who come at the same time", async () => {
        const { directory, asked } = build();
        await Promise.all(Array.from({ length: 20 }, () => directory.find("a")));
        expect(asked()).toBe(1);
    });

    it("is forgotten before a second has passed since Odoo was asked", async () => {
        const { directory, pass, set } = build();
        await directory.find("a");
        set(REVOKED);
        pass(900);
        expect(await directory.find("a")).toEqual({ known: false, reason: "revoked" });
    });

    it("is recalled without asking, as long as it is still true", async () => {
        const { directory, pass, asked } = build();
        expect(directory.recall("a")).toBeUndefined();
        await directory.find("a");
        expect(directory.recall("a")).toMatchObject({ known: true, key: { id: 1 } });
        pass(799);
        expect(directory.recall("a")).toBeDefined();
        pass(1);
        expect(directory.recall("a")).toBeUndefined();
        expect(asked()).toBe(1);
    });

    it("is renewed in the background while it is in use", async () => {
        const { directory, pass, set, asked } = build();
        await directory.find("a");
        set(REVOKED);
        pass(600);
        expect((await directory.find("a")).known).toBe(true);
        await Promise.resolve();
        await Promise.resolve();
        await Promise.resolve();
        expect(asked()).toBe(2);
        expect((await directory.find("a")).known).toBe(false);
    });

    it("is not trusted any longer because Odoo is down", async () => {
        const { directory, pass, set } = build();
        await directory.find("a");
        set(new Error("down"));
        pass(700);
        expect((await directory.find("a")).known).toBe(true);
        pass(200);
        await expect(directory.find("a")).rejects.toThrow("down");
    });

    it("allows nobody by a network that cannot be read, and says so once", async () => {
        const { directory, pass, set, unreadable } = build();
        const networks = ["10.0.0.0/255.0.0.0", "192.0.2.0/24"];
        set({ ...KEY, key: { ...KEY.key, allowed_networks: networks } });
        const found = await directory.find("a");
        pass(900);
        await directory.find("a");
        const allowed = ["10.0.0.1", "192.0.2.1"].filter((address) => found.known && found.key.allows(address));
        expect(allowed).toEqual(["192.0.2.1"]);
        expect(unreadable).toEqual(["1 10.0.0.0/255.0.0.0"]);
    });

    it("is found out for few unknown keys at a time, while known ones go past them", async () => {
        const { directory, pass, strangers, asked } = build();
        await directory.find("known");
        pass(900);
        let open = (): void => undefined;
        const busy = strangers.run(() => new Promise<void>((resolve) => (open = resolve)));
        const waiting = directory.find("unknown 1");
        await expect(directory.find("unknown 2")).rejects.toMatchObject({ kind: "overloaded", executed: "no" });
        expect(asked()).toBe(1);
        expect((await directory.find("known")).known).toBe(true);
        expect(asked()).toBe(2);
        open();
        await Promise.all([busy, waiting]);
        expect(asked()).toBe(3);
    });

    it("does not grow without end", async () => {
        const { directory, asked } = build();
        for (let i = 0; i < 6_000; i++) {
            await directory.find(`key ${i}`);
        }
        expect(directory.wasKnown("key 0")).toBe(false);
        expect(directory.wasKnown("key 5999")).toBe(true);
        expect(asked()).toBe(6_000);
    });
});
