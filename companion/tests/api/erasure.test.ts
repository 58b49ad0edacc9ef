/** Customers who are erased in Odoo are erased in the companion's own database as well. */
import { randomUUID } from "node:crypto";
import { beforeAll, afterAll, describe, expect, it, vi } from "vitest";
import { at, Client, freshDay, order, type WriteBody } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const EMAIL = "zenobia.quartermain@nowhere.example";
const AGENT = "QuartermainBrowser/1.0";

describe("a customer who is erased in Odoo", () => {
    let companion: RunningCompanion;
    beforeAll(async () => {
        companion = await startCompanion(stack);
    });
    afterAll(() => companion.stop());

    async function agents(): Promise<string[]> {
        const rows = await query<{ user_agent: string }>(
            companion.databaseUrl,
            "SELECT user_agent FROM access_log WHERE access_log::text LIKE $1",
            [`%${AGENT}%`],
        );
        return rows.map(({ user_agent: agent }) => agent);
    }

    it("is gone from the companion's access log within the next heartbeats, and a repeated booking does not bring them back", async () => {
        const client = new Client(companion.url, stack.keys.full.secret);
        const idempotencyKey = randomUUID();
        const body = { ...order(at(freshDay(), 9)), customer: { name: "Zenobia Quartermain", email: EMAIL } };
        const headers = { "Idempotency-Key": idempotencyKey, "User-Agent": AGENT };
        const booked = await client.call<WriteBody>("POST", "/v1/appointments", { body, headers });
        expect(booked.status).toBe(201);
        const id = booked.body.id;
        await client.call("GET", `/v1/appointments/${id}`, { headers: { "User-Agent": AGENT } });
        expect(await agents()).toHaveLength(2);

        const visits = await asAdmin(stack, "support.appointment", "search", { domain: [["api_uid", "=", id]] });
        const cancelled = { state: "cancelled", cancel_reason: "moved away" };
        await asAdmin(stack, "support.appointment", "write", { ids: visits, vals: cancelled });
        const asked = [{ email: EMAIL, confirmation: EMAIL }];
        const dialogs = await asAdmin(stack, "support.privacy.request", "create", { vals_list: asked });
        await asAdmin(stack, "support.privacy.request", "action_erase", { ids: dialogs });

        // Whatever is asked next is reported at once; an idle companion reports every half minute.
        await client.get("/v1/technicians");
        await vi.waitFor(async () => expect(await agents()).toEqual([]), { timeout: 60_000, interval: 500 });
        const left = await query(companion.databaseUrl, "SELECT 1 FROM access_log WHERE path LIKE $1", [`%${id}%`]);
        expect(left).toEqual([]);

        const repeated = await client.book(body, idempotencyKey);
        expect(repeated.status).toBe(201);
        expect(repeated.headers.get("idempotency-replayed")).toBe("true");
        expect(repeated.body.customer).toEqual({ name: "Erased customer", email: "", phone: null });
    });
});
