/** Requests that do not arrive: they are answered in time, entered, and never carried out. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { bookingsOf, NOT_BOOKED } from "../support/invariants.js";
import { RawClient } from "../support/raw.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();

describe("a request that takes too long to arrive", () => {
    let companion: RunningCompanion;
    let client: RawClient;
    beforeAll(async () => {
        companion = await startCompanion(stack, { REQUEST_TIMEOUT_MS: "1000" });
    });
    afterAll(() => companion.stop());
    beforeEach(async () => {
        client = await RawClient.connect(companion.url);
    });
    afterEach(() => client.close());

    async function entries(requestId: string): Promise<unknown[]> {
        return query(
            companion.databaseUrl,
            "SELECT status, code, method, path, address FROM access_log WHERE request_id = $1",
            [requestId],
        );
    }

    it("is not carried out, and says so", async () => {
        const reference = randomUUID();
        const body = JSON.stringify(order(at(freshDay(), 9), { external_reference: reference }));
        client.send(
            [
                "POST /v1/appointments HTTP/1.1",
                "Host: localhost",
                `Authorization: Bearer ${stack.keys.full.secret}`,
                `Idempotency-Key: ${reference}`,
                "Content-Type: application/json",
                `Content-Length: ${body.length}`,
                "",
                body.slice(0, 40),
            ].join("\r\n"),
        );
        await client.hears(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*\}$/);
        client.send(body.slice(40));
        expect(client.problem).toMatchObject({ status: 408, code: "request_timeout" });
        await client.isLetGo();
        const known = { method: "POST", path: "/v1/appointments", address: "127.0.0.1" };
        expect(await entries(client.problem.request_id)).toEqual([{ status: 408, code: "request_timeout", ...known }]);
        expect(await query(companion.databaseUrl, "SELECT 1 FROM access_log")).toHaveLength(1);
        expect(await bookingsOf(stack, reference)).toEqual(NOT_BOOKED);
    });

    it("is entered with what is known of it when not even its header came", async () => {
        client.send("POST /v1/appointments HTTP/1.1\r\nHost: loc");
        await client.hears(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*\}$/);
        const known = { method: "", path: "", address: "127.0.0.1" };
        expect(await entries(client.problem.request_id)).toEqual([{ status: 408, code: "request_timeout", ...known }]);
        await client.isLetGo();
    });
});
