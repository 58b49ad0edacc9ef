import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppointmentAnswer } from "../../src/schemas/answers.js";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const [first, second] = stack.technicians as [{ id: number; name: string }, { id: number; name: string }];

describe.each(["xmlrpc", "json2"])("booking over %s", (transport) => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack, { ODOO_TRANSPORT: transport });
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(() => companion.stop());

    it("books, answers what the contract says, and the visit is in Odoo", async () => {
        const day = freshDay();
        const answer = await client.book(
            order(at(day, 9), {
                technician_id: first.id,
                description: "All lights are off.",
                location: "12 Example Street",
                external_reference: `order-${randomUUID()}`,
                customer: { name: "Ada Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000" },
            }),
        );
        expect(answer.status).toBe(201);
        expect(answer.headers.get("location")).toBe(`/v1/appointments/${answer.body.id}`);
        expect(answer.headers.get("etag")).toBe(`"${answer.body.revision}"`);
        expect(answer.headers.get("idempotency-replayed")).toBeNull();
        expect(answer.headers.get("content-type")).toContain("application/json");
        expect(answer.body).toEqual({
            id: expect.stringMatching(/^apt_/) as string,
            reference: expect.stringMatching(/^APT\//) as string,
            status: "confirmed",
            start: expect.stringMatching(/[+-]\d\d:\d\d$/) as string,
            end: expect.stringMatching(/[+-]\d\d:\d\d$/) as string,
            timezone: "Europe/Berlin",
            technician: first,
            ticket: { id: expect.any(Number) as number, reference: expect.any(String) as string },
            customer: { name: "Ada Lovelace", email: "ada@example.org", phone: "+44 20 7946 0000" },
            external_reference: expect.stringMatching(/^order-/) as string,
            created_at: expect.stringMatching(/Z$/) as string,
            revision: expect.any(Number) as number,
        });
        expect(Date.parse(answer.body.start)).toBe(Date.parse(at(day, 9)));
        expect(Date.parse(answer.body.end)).toBe(Date.parse(at(day, 10)));

        const [visit] = (await asAdmin(stack, "support.appointment", "search_read", {
            domain: [["name", "=", answer.body.reference]],
            fields: ["subject", "description", "source", "ticket_id", "technician_id", "state"],
        })) as [Record<string, unknown>];
        expect(visit).toMatchObject({
            subject: "Router has no signal",
            description: "All lights are off.",
            source: "api",
            state: "confirmed",
            technician_id: [first.id, first.name],
        });
        expect((visit.ticket_id as [number])[0]).toBe(answer.body.ticket.id);
    });

    it("takes an end instead of a duration", async () => {
        const day = freshDay();
        const request = order(at(day, 9), { duration_minutes: undefined, end: at(day, 10.5) });
        const answer = await client.book(request);
        expect(answer.status).toBe(201);
        expect(Date.parse(answer.body.end)).toBe(Date.parse(at(day, 10.5)));
    });

    it("refuses visits shorter than five minutes, however that is said", async () => {
        const start = at(freshDay(), 9);
        const end = start.replace("00Z", "01Z");
        const { body: booked } = await client.book(order(start));
        const answers = [
            await client.book(order(start, { duration_minutes: undefined, end })),
            await client.reschedule(booked.id, '"0"', { start, end }),
        ];
        for (const { status, body } of answers) {
            expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([422, ["#/end"]]);
        }
    });

    it("answers the same request the same, and books once", async () => {
        const day = freshDay();
        const key = randomUUID();
        const request = order(at(day, 9), { technician_id: first.id });
        const once = await client.book(request, key);
        const reordered = Object.fromEntries(Object.entries(request).reverse()) as typeof request;
        const again = await client.book(reordered, `"${key}"`);
        expect([once.status, again.status]).toEqual([201, 201]);
        expect(again.headers.get("idempotency-replayed")).toBe("true");
        expect(again.body).toEqual(once.body);
        const other = await client.book(order(at(day, 12), { technician_id: first.id }), key);
        expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"]);
    });

    it("sends the least loaded free technician", async () => {
        const day = freshDay();
        const answers = [];
        for (let i = 0; i < stack.technicians.length; i++) {
            answers.push(await client.book(order(at(day, 9))));
        }
        const chosen = answers.map((answer) => answer.body.technician?.id);
        expect(new Set(chosen)).toEqual(new Set(stack.technicians.map((technician) => technician.id)));
        const none = await client.book(order(at(day, 9)));
        expect([none.status, none.body.code]).toEqual([409, "slot_unavailable"]);
        expect(none.body.alternatives).toHaveLength(3);
    });

    it("refuses a taken time with alternatives that can be booked", async () => {
        const day = freshDay();
        await client.book(order(at(day, 9), { technician_id: first.id }));
        const taken = await client.book(order(at(day, 9.5), { technician_id: first.id }));
        expect([taken.status, taken.body.code]).toEqual([409, "slot_unavailable"]);
        const [alternative] = taken.body.alternatives ?? [];
        expect(alternative?.technician_ids).toEqual([first.id]);
        const booked = await client.book(order(alternative?.start ?? "", { technician_id: first.id }));
        expect(booked.status).toBe(201);
    });

    it("refuses the past and times outside working hours", async () => {
        const past = await client.book(order("2020-01-01T09:00:00Z"));
        expect([past.status, past.body.code]).toEqual([422, "in_the_past"]);
        const night = await client.book(order(at(freshDay(), 3)));
        expect([night.status, night.body.code]).toEqual([422, "outside_working_hours"]);
    });

    it("refuses years that are mistyped, before and after they reach Odoo", async () => {
        const day = freshDay();
        const { body: booked } = await client.book(order(at(day, 9)));
        for (const start of ["9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00Z", "2206-11-23T09:00:00+01:00"]) {
            const answers = [
                await client.book(order(start)),
                await client.reschedule(booked.id, '"0"', { start }),
                await client.get(`/v1/slots?from=${encodeURIComponent(start)}&to=2030-01-02&duration_minutes=60`),
                await client.get(`/v1/appointments?from=${encodeURIComponent(start)}`),
            ];
            for (const { status, text } of answers) {
                expect([status, text]).toEqual([422, expect.stringContaining("Give a year from 1970 to 2099.")]);
            }
        }
        const endsLater = await client.book(order("2099-12-31T23:30:00Z", { duration_minutes: 60 }));
        expect(endsLater.status).toBe(422);
        expect(endsLater.body.errors).toEqual([expect.objectContaining({ in: "body", pointer: "#/start" })]);
    });

    it("refuses who is no technician", async () => {
        const answer = await client.book(order(at(freshDay(), 9), { technician_id: 1 }));
        expect(answer.status).toBe(422);
        expect(answer.body.errors).toEqual([expect.objectContaining({ in: "body", pointer: "#/technician_id" })]);
    });

    it("reads, moves and cancels with the revision that the client knows", async () => {
        const day = freshDay();
        const booked = await client.book(order(at(day, 9), { technician_id: first.id }));
        const { id } = booked.body;
        const etag = booked.headers.get("etag") ?? "";

        const read = await client.get<AppointmentAnswer>(`/v1/appointments/${id}`);
        expect([read.status, read.headers.get("etag")]).toEqual([200, etag]);
        expect(read.body).toEqual(booked.body);

        const moved = await client.reschedule(id, etag, { start: at(day, 14), technician_id: second.id });
        expect(moved.status).toBe(200);
        expect(moved.body.technician?.id).toBe(second.id);
        expect(Date.parse(moved.body.end) - Date.parse(moved.body.start)).toBe(3_600_000);
        expect(moved.headers.get("etag")).not.toBe(etag);

        const stale = await client.reschedule(id, etag, { start: at(day, 15) });
        expect([stale.status, stale.body.code]).toEqual([412, "stale_revision"]);
        const staleCancel = await client.cancel(id, etag);
        expect([staleCancel.status, staleCancel.body.code]).toEqual([412, "stale_revision"]);

        const cancelled = await client.cancel(id, moved.headers.get("etag") ?? "");
        expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
        const twice = await client.cancel(id, cancelled.headers.get("etag") ?? "");
        expect([twice.status, twice.body.code]).toEqual([422, "invalid_transition"]);
        const late = await client.reschedule(id, cancelled.headers.get("etag") ?? "", { start: at(day, 16) });
        expect([late.status, late.body.code]).toEqual([422, "invalid_transition"]);
        expect((await client.book(order(at(day, 14), { technician_id: second.id }))).status).toBe(201);
    });

    it("needs preconditions and says which", async () => {
        const day = freshDay();
        const none = await client.call("POST", "/v1/appointments", { body: order(at(day, 9)) });
        expect([none.status, none.body.code]).toEqual([400, "missing_idempotency_key"]);
        for (const action of ["reschedule", "cancel"]) {
            const answer = await client.call("POST", `/v1/appointments/apt_1/${action}`, { body: {} });
            expect([answer.status, answer.body.code]).toEqual([428, "precondition_required"]);
        }
    });

    it("shows nobody another client's bookings", async () => {
        const booked = await client.book(order(at(freshDay(), 9)));
        const stranger = new Client(companion.url, stack.keys.other.secret);
        const read = await stranger.get(`/v1/appointments/${booked.body.id}`);
        expect([read.status, read.body.code]).toEqual([404, "not_found"]);
        const unheardOf = await stranger.get("/v1/appointments/apt_000000000000000000000000");
        expect(unheardOf.body.detail).toBe(read.body.detail);
        expect((await stranger.cancel(booked.body.id, '"0"')).status).toBe(404);
        expect((await stranger.reschedule(booked.body.id, '"0"', { start: at(freshDay(), 9) })).status).toBe(404);
    });

    it("lists own bookings page by page", async () => {
        const day = freshDay();
        const reference = randomUUID();
        for (const hours of [9, 10, 11]) {
            await client.book(order(at(day, hours), { technician_id: first.id, external_reference: reference }));
        }
        interface Page {
            readonly appointments: AppointmentAnswer[];
            readonly next_cursor: string | null;
        }
        const starts: string[] = [];
        let cursor: string | null = "";
        while (cursor !== null) {
            const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
            const page = await client.get<Page>(`/v1/appointments?external_reference=${reference}&limit=2${more}`);
            expect(page.status).toBe(200);
            starts.push(...page.body.appointments.map((appointment) => appointment.start));
            cursor = page.body.next_cursor;
        }
        expect(starts.map(Date.parse)).toEqual([9, 10, 11].map((hours) => Date.parse(at(day, hours))));
        const ranged = await client.get<Page>(
            `/v1/appointments?external_reference=${reference}&from=${at(day, 10)}&to=${at(day, 11)}`,
        );
        expect(ranged.body.appointments).toHaveLength(1);
        const wrong = await client.get(`/v1/appointments?cursor=nonsense`);
        expect([wrong.status, wrong.body.errors?.[0]?.pointer]).toEqual([422, "#/cursor"]);
    });

    it("finds bookings by a reference of any characters that it takes", async () => {
        const external_reference = `order-${randomUUID()}-\ufffe\uffff]]><b>`;
        const booked = await client.book(order(at(freshDay(), 9), { external_reference }));
        expect(booked.status, booked.text).toBe(201);
        const found = await client.get<{ appointments: AppointmentAnswer[] }>(
            `/v1/appointments?external_reference=${encodeURIComponent(external_reference)}`,
        );
        expect(found.status, found.text).toBe(200);
        expect(found.body.appointments).toEqual([booked.body]);
    });

    it("brings hostile text through unchanged", async () => {
        const hostile = "</value>]]><b>&amp;\u202e\u0007\u001b[31m🙂\r\n\t'\"%s{{7*7}}".repeat(1000).slice(0, 32_768);
        const description = hostile.toWellFormed();
        const name = "<img src=x onerror=alert(1)> ]]> \u202e🙂";
        const booked = await client.book(
            order(at(freshDay(), 9), { description, subject: name, customer: { name, email: "a@example.org" } }),
        );
        expect(booked.status).toBe(201);
        expect(booked.body.customer.name).toBe(name);
        const [visit] = (await asAdmin(stack, "support.appointment", "search_read", {
            domain: [["name", "=", booked.body.reference]],
            fields: ["description", "subject"],
        })) as [Record<string, unknown>];
        expect(visit.subject).toBe(name);
        expect(visit.description).toBe(description);
    });
});
