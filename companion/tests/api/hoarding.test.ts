/** Limits that an administrator sets in Odoo: how far ahead, and how much for one email address. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const DAY = 86_400_000;
const technicians = stack.technicians.map(({ id }) => id);

/** As an administrator does it on the page of Settings. */
async function set(values: Record<string, number>): Promise<void> {
    const ids = (await asAdmin(stack, "res.config.settings", "create", { vals_list: [values] })) as number[];
    await asAdmin(stack, "res.config.settings", "execute", { ids });
}

describe("one email address", () => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(async () => {
        await set({ support_max_open_bookings: 0, support_booking_horizon_days: 0 });
        await companion.stop();
    });

    it("has no more open bookings than it may, however many come at once", async () => {
        await set({ support_max_open_bookings: 3 });
        const day = freshDay();
        const requests = Array.from({ length: 18 }, (_, i) => {
            const email = i % 2 ? "hoarder@example.org" : "Hoarder@Example.ORG";
            return order(at(day, 9 + Math.floor(i / 6)), {
                technician_id: technicians[i % 6],
                customer: { name: "Hoarder", email },
            });
        });
        const answers = await Promise.all(requests.map((request) => client.book(request)));
        const booked = answers.filter(({ status }) => status === 201);
        expect(booked).toHaveLength(3);
        for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
            expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([
                422,
                "validation_failed",
                "#/customer/email",
            ]);
        }
        const other = { name: "Somebody Else", email: "else@example.org" };
        expect((await client.book(order(at(day, 14), { customer: other }))).status).toBe(201);
        const [first] = booked;
        await client.cancel(first?.body.id ?? "", first?.headers.get("etag") ?? "");
        const customer = { name: "Hoarder", email: "hoarder@example.org" };
        expect((await client.book(order(at(day, 15), { customer }))).status).toBe(201);
        expect((await client.book(order(at(day, 16), { customer }))).status).toBe(422);
    });

    it("and everybody else books no further ahead than they may", async () => {
        await set({ support_max_open_bookings: 0, support_booking_horizon_days: 30 });
        const midnight = Math.floor(Date.now() / DAY) * DAY;
        const near = new Date(midnight + 29 * DAY);
        const far = new Date(midnight + 32 * DAY);
        const booked = await client.book(order(at(near, 9)));
        expect(booked.status, booked.text).toBe(201);
        const tooFar = await client.book(order(at(far, 9)));
        expect([tooFar.status, tooFar.body.errors?.[0]?.pointer]).toEqual([422, "#/start"]);
        expect(tooFar.body.detail).toContain("30 days");
        const moved = await client.reschedule(booked.body.id, booked.headers.get("etag") ?? "", { start: at(far, 9) });
        expect([moved.status, moved.body.errors?.[0]?.pointer]).toEqual([422, "#/start"]);
        const slots = async (day: Date) => {
            const path = `/v1/slots?from=${at(day, 0)}&to=${at(day, 24)}`;
            return (await client.get<{ slots: unknown[] }>(path)).body.slots;
        };
        expect(await slots(near)).not.toEqual([]);
        expect(await slots(far)).toEqual([]);
        await client.cancel(booked.body.id, booked.headers.get("etag") ?? "");
    });
});
