/** Bookings while the network between companion and Odoo misbehaves: each is made once, and the client learns of it. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { FaultProxy, type Fault } from "../support/fault-proxy.js";
import { BOOKED_ONCE, bookingsOf, expectSound } from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();

describe.each(["xmlrpc", "json2"])("booking over a bad network by %s", (transport) => {
    let proxy: FaultProxy;
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        proxy = await FaultProxy.start(stack.odoo_url);
        companion = await startCompanion(stack, {
            ODOO_URL: proxy.url,
            ODOO_TRANSPORT: transport,
            ODOO_TIMEOUT_MS: "1500",
        });
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterEach(() => proxy.arm("none", ""));
    afterAll(async () => {
        await expectSound(stack, companion.databaseUrl);
        await companion.stop();
        await proxy.close();
    });

    it.each<Fault>(["reset-before", "reset-after", "truncate", "half-open", "delay"])(
        "answers in the first place after one %s",
        async (fault) => {
            const reference = randomUUID();
            proxy.arm(fault, reference, 1);
            const answer = await client.book(order(at(freshDay(), 9), { external_reference: reference }), reference);
            expect(proxy.struck).toBe(1);
            expect(answer.status, answer.text).toBe(201);
            expect(answer.headers.get("idempotency-replayed")).toBeNull();
            expect(await bookingsOf(stack, reference)).toEqual(BOOKED_ONCE);
        },
    );

    it.each<Fault>(["reset-before", "reset-after", "half-open"])(
        "books once when every answer is lost (%s) and the client tries again",
        async (fault) => {
            const reference = randomUUID();
            const request = order(at(freshDay(), 9), { external_reference: reference });
            proxy.arm(fault, reference);
            const lost = await client.book(request, reference);
            expect([lost.status, lost.body.code], lost.text).toEqual([503, "odoo_unavailable"]);
            expect(Number(lost.headers.get("retry-after"))).toBeGreaterThan(0);
            expect(lost.body.detail).toContain("same Idempotency-Key");
            proxy.arm("none", "");
            const again = await client.book(request, reference);
            expect(again.status, again.text).toBe(201);
            expect(await bookingsOf(stack, reference)).toEqual(BOOKED_ONCE);
        },
    );

    it("moves and cancels once", async () => {
        const day = freshDay();
        const booked = await client.book(order(at(day, 9)));
        proxy.arm("reset-after", "reschedule", 1);
        const moved = await client.reschedule(booked.body.id, booked.headers.get("etag") ?? "", { start: at(day, 11) });
        expect([proxy.struck, moved.status], moved.text).toEqual([1, 200]);
        expect(moved.body.revision).toBe(booked.body.revision + 1);
        proxy.arm("reset-after", "cancel", 1);
        const cancelled = await client.cancel(booked.body.id, moved.headers.get("etag") ?? "");
        expect([proxy.struck, cancelled.status, cancelled.body.status]).toEqual([1, 200, "cancelled"]);
    });
});
