/** ETags and If-Match as clients and proxies send them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppointmentAnswer } from "../../src/schemas/answers.js";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const [first, second] = stack.technicians as [{ id: number; name: string }, { id: number; name: string }];

describe("the ETag of an appointment", () => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(() => companion.stop());

    async function book(): Promise<AppointmentAnswer & { etag: string; odooId: number; day: Date }> {
        const day = freshDay();
        const { status, body, headers, text } = await client.book(order(at(day, 9), { technician_id: first.id }));
        expect(status, text).toBe(201);
        const [odooId] = (await asAdmin(stack, "support.appointment", "search", {
            domain: [["name", "=", body.reference]],
        })) as [number];
        return { ...body, etag: headers.get("etag") ?? "", odooId, day };
    }

    async function read(id: string): Promise<{ etag: string; body: AppointmentAnswer }> {
        const { headers, body } = await client.get<AppointmentAnswer>(`/v1/appointments/${id}`);
        const etag = headers.get("etag") ?? "";
        expect(etag).toBe(`"${body.revision}"`);
        return { etag, body };
    }

    it("keeps a client from cancelling what staff have started", async () => {
        const { id, etag, odooId } = await book();
        await asAdmin(stack, "support.appointment", "action_start", { ids: [odooId] });
        const cancelled = await client.cancel(id, etag);
        expect([cancelled.status, cancelled.body.code]).toEqual([412, "stale_revision"]);
        expect((await read(id)).body.status).toBe("in_progress");
    });

    it("does not help to cancel or move what staff have started early", async () => {
        const { id, odooId, day } = await book();
        await asAdmin(stack, "support.appointment", "action_start", { ids: [odooId] });
        const { etag } = await read(id);
        for (const tag of [etag, "*"]) {
            const cancelled = await client.cancel(id, tag);
            expect([cancelled.status, cancelled.body.code]).toEqual([422, "invalid_transition"]);
            const moved = await client.reschedule(id, tag, { start: at(day, 11) });
            expect([moved.status, moved.body.code]).toEqual([422, "invalid_transition"]);
        }
        expect((await read(id)).body.status).toBe("in_progress");
    });

    it("changes with the cancellation", async () => {
        const { id, etag } = await book();
        const cancelled = await client.cancel(id, etag);
        expect(cancelled.status).toBe(200);
        expect(cancelled.headers.get("etag")).toBe(`"${cancelled.body.revision}"`);
        expect(cancelled.headers.get("etag")).not.toBe(etag);
        expect((await read(id)).etag).toBe(cancelled.headers.get("etag"));
    });

    it("changes with what staff change, and with nothing else", async () => {
        const { id, odooId, etag, day } = await book();
        const write = (vals: Record<string, unknown>) =>
            asAdmin(stack, "support.appointment", "write", { ids: [odooId], vals });
        const tags = [etag];
        for (const vals of [
            { start: at(day, 11).replace("T", " ").replace("Z", "") },
            { customer_name: "Ada King" },
            { customer_email: "king@example.org" },
            { customer_phone: "+44 20" },
            { external_reference: "order-9" },
            { technician_id: second.id },
            { state: "in_progress" },
        ]) {
            await write(vals);
            const now = await read(id);
            expect(tags, JSON.stringify(vals)).not.toContain(now.etag);
            tags.push(now.etag);
        }
        await write({ description: "Ring twice", location: "Back door", travel_minutes: 7 });
        expect((await read(id)).etag).toBe(tags.at(-1));
    });

    it("changes with the technician's name and time zone", async () => {
        const { id, etag } = await book();
        const write = (vals: Record<string, unknown>) =>
            asAdmin(stack, "res.users", "write", { ids: [first.id], vals });
        try {
            await write({ name: "Renamed" });
            const renamed = await read(id);
            expect(renamed.body.technician?.name).toBe("Renamed");
            expect(renamed.etag).not.toBe(etag);
            await write({ tz: "Asia/Tokyo" });
            const moved = await read(id);
            expect(moved.body.timezone).toBe("Asia/Tokyo");
            expect(moved.etag).not.toBe(renamed.etag);
        } finally {
            await write({ name: first.name, tz: "Europe/Berlin" });
        }
    });

    it("lets one of two who cancel and move at once through", async () => {
        for (let round = 0; round < 5; round++) {
            const { id, etag, day } = await book();
            const answers = await Promise.all([
                client.cancel(id, etag),
                client.reschedule(id, etag, { start: at(day, 14) }),
                client.cancel(id, etag),
            ]);
            const statuses = answers.map(({ status }) => status).sort();
            expect(statuses).toEqual([200, 412, 412]);
        }
    });

    it("says in which time zone the appointment is when it has changed", async () => {
        const { id, etag, day } = await book();
        await client.reschedule(id, etag, { start: at(day, 14) });
        const stale = await client.cancel(id, etag);
        expect([stale.status, stale.body.code]).toEqual([412, "stale_revision"]);
        expect(stale.body.detail).toContain("(Europe/Berlin)");
        const hour = new Intl.DateTimeFormat("en", { hour: "numeric", timeZone: "Europe/Berlin" });
        expect(stale.body.detail).toContain(hour.format(day.getTime() + 14 * 3_600_000).replace(/\D/g, ""));
    });

    it.each([
        ["made weak by a proxy", (tag: string) => `W/${tag}`],
        ["in a list", (tag: string) => `"none-of-yours", ${tag}`],
        ["in a list with empty elements", (tag: string) => `,"77",,W/${tag} ,`],
        ["any", () => "*"],
    ])("may be %s", async (_what, header) => {
        const { id, etag } = await book();
        const cancelled = await client.cancel(id, header(etag));
        expect(cancelled.status, cancelled.text).toBe(200);
    });

    it.each(['"none-of-yours"', 'W/"77"', '"1", "2"', '""', '"03"', '"99999999999"'])(
        "is another one: %s",
        async (header) => {
            const { id } = await book();
            const cancelled = await client.cancel(id, header);
            expect([cancelled.status, cancelled.body.code]).toEqual([412, "stale_revision"]);
        },
    );

    it.each(["nonsense", "0", '"0', '0"', "W/0", 'w/"0"', '"0" "1"', '"0", nonsense', '"0",*', "'0'"])(
        "is none at all: %s",
        async (header) => {
            const { id } = await book();
            for (const answer of [
                await client.cancel(id, header),
                await client.reschedule(id, header, { start: at(freshDay(), 9) }),
            ]) {
                expect([answer.status, answer.body.code]).toEqual([400, "malformed_request"]);
                expect(answer.body.detail).toContain("If-Match");
            }
            expect((await read(id)).body.status).toBe("confirmed");
        },
    );

    it("does not help to cancel what has begun", async () => {
        const { id, etag, odooId } = await book();
        // Nobody can book the past, so time is what has to pass; the database is told that it has.
        await query(
            stack.odoo_database_url,
            `UPDATE support_appointment SET start = start - interval '400 days', stop = stop - interval '400 days'
             WHERE id = ${odooId}`,
        );
        for (const tag of [etag, "*"]) {
            const cancelled = await client.cancel(id, tag);
            expect([cancelled.status, cancelled.body.code]).toEqual([422, "in_the_past"]);
        }
    });
});
