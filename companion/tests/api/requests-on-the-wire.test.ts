/** Requests byte by byte: what fetch() would not send, or would tidy up first. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, Client, freshDay, order, type WriteBody } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { RawClient } from "../support/raw.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const COMPLETE = /^HTTP\/1\.1 \d{3} [^]*\r\n\r\n[^]*\}$/;

describe("on the wire", () => {
    let companion: RunningCompanion;
    let raw: RawClient;
    beforeAll(async () => {
        companion = await startCompanion(stack);
    });
    afterAll(() => companion.stop());
    beforeEach(async () => {
        raw = await RawClient.connect(companion.url);
    });
    afterEach(() => raw.close());

    function head(lines: readonly string[]): string {
        return [...lines, "", ""].join("\r\n");
    }

    async function expectProblem(status: number, code: string): Promise<void> {
        await raw.hears(COMPLETE);
        expect(raw.received).toMatch(/\r\ncontent-type: application\/problem\+json/i);
        expect(raw.problem).toMatchObject({ status, code });
        const logged = await query(companion.databaseUrl, "SELECT status, code FROM access_log WHERE request_id = $1", [
            raw.problem.request_id,
        ]);
        expect(logged).toEqual([{ status, code }]);
    }

    it.each(["/v1/technicians", "/livez", "/nowhere"])("a missing Host is explained: %s", async (path) => {
        raw.send(head([`GET ${path} HTTP/1.1`, `Authorization: Bearer ${stack.keys.full.secret}`]));
        await expectProblem(400, "malformed_request");
        expect(raw.received).toContain("Host");
    });

    it.each([
        ["two hosts", ["Host: a", "Host: a"], 400, "malformed_request"],
        ["no host's name", ["Host: a b/c"], 400, "malformed_request"],
        ["two keys", ["Host: a", "Authorization: Bearer x"], 400, "malformed_request"],
        ["many headers", ["Host: a", ...Array.from({ length: 2_000 }, () => "X: a")], 431, "headers_too_large"],
    ])("%s", async (_what, headers, status, code) => {
        const authorization = `Authorization: Bearer ${stack.keys.full.secret}`;
        raw.send(head(["GET /v1/technicians HTTP/1.1", authorization, ...headers]));
        await expectProblem(status, code);
    });

    it("HTTP/1.0 needs no Host", async () => {
        raw.send(head(["GET /livez HTTP/1.0"]));
        await raw.hears(/^HTTP\/1\.1 200 OK[^]*"ok"/);
    });

    it.each(["/v1/technicians", "/openapi.json"])("an Expect that cannot be met is refused: %s", async (path) => {
        raw.send(
            head([`GET ${path} HTTP/1.1`, "Host: a", `Authorization: Bearer ${stack.keys.full.secret}`, "Expect: tea"]),
        );
        await expectProblem(417, "expectation_failed");
    });

    it("Expect: 100-continue is met", async () => {
        const body = JSON.stringify(order(at(freshDay(), 9)));
        raw.send(
            head([
                "POST /v1/appointments HTTP/1.1",
                "Host: a",
                `Authorization: Bearer ${stack.keys.full.secret}`,
                `Idempotency-Key: ${randomUUID()}`,
                "Content-Type: application/json",
                `Content-Length: ${body.length}`,
                "Expect: 100-continue",
            ]),
        );
        await raw.hears(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
        raw.send(body);
        await raw.hears(/HTTP\/1\.1 201 Created/);
    });

    it.each([
        ["no HTTP at all", "HELO there\r\n\r\n", 400, "malformed_request"],
        ["a broken header", "GET /livez HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400, "malformed_request"],
        ["too many headers", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431, "headers_too_large"],
        ["a tunnel", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 400, "malformed_request"],
        [
            "two lengths",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
            "malformed_request",
        ],
    ])("%s gets a problem document", async (_what, text, status, code) => {
        raw.send(text);
        await expectProblem(status, code);
    });
});

describe("bodies", () => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(() => companion.stop());

    async function post(body: Uint8Array, contentType: string, idempotencyKey: string = randomUUID()) {
        const response = await fetch(`${companion.url}/v1/appointments`, {
            method: "POST",
            headers: {
                Authorization: `Bearer ${stack.keys.full.secret}`,
                "Idempotency-Key": idempotencyKey,
                "Content-Type": contentType,
            },
            body,
        });
        return { status: response.status, body: (await response.json()) as WriteBody };
    }

    function bytes(name: string, encoding: BufferEncoding): Buffer {
        return Buffer.from(
            JSON.stringify(order(at(freshDay(), 9), { customer: { name, email: "z@example.org" } })),
            encoding,
        );
    }

    it("have to be UTF-8, every byte", async () => {
        const damaged = [
            bytes("Zoë", "latin1"),
            Buffer.concat([bytes("Zoe", "utf8").subarray(0, -1), Buffer.from([0xc3]), Buffer.from("}")]),
            bytes("Zoë", "utf16le"),
        ];
        for (const body of damaged) {
            const answer = await post(body, "application/json");
            expect([answer.status, answer.body.code]).toEqual([400, "malformed_json"]);
        }
    });

    it.each(["utf-8", "UTF-8", "utf8", "UTF8", '"utf-8"', "utf-8; x=y"])("may say so: charset=%s", async (charset) => {
        const answer = await post(bytes("Zoë", "utf8"), `application/json; charset=${charset}`);
        expect([answer.status, answer.body.customer.name]).toEqual([201, "Zoë"]);
    });

    it.each(["utf-16", "latin1", "utf-7", ""])("may not say otherwise: charset=%s", async (charset) => {
        const answer = await post(bytes("Zoe", "utf8"), `application/json; charset=${charset}`);
        expect([answer.status, answer.body.code]).toEqual([415, "unsupported_media_type"]);
    });

    it("may have null where a field is optional: it is the same as leaving it out", async () => {
        const start = at(freshDay(), 9);
        const nothing = {
            end: null,
            description: null,
            location: null,
            technician_id: null,
            reminder_opt_out: null,
            external_reference: null,
        };
        const customer = { name: "Ada", email: "ada@example.org" };
        const key = randomUUID();
        const booked = await client.book(order(start, { ...nothing, customer: { ...customer, phone: null } }), key);
        expect(booked.status, booked.text).toBe(201);
        const again = await client.book(order(start, { customer }), key);
        expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
        const moved = await client.reschedule(booked.body.id, booked.headers.get("etag") ?? "", {
            start: at(freshDay(), 9),
            end: null,
            duration_minutes: null,
            technician_id: null,
        });
        expect(moved.status, moved.text).toBe(200);
        const required = await client.book(order(start, { subject: null, start: null }));
        expect(required.body.errors?.map(({ pointer }) => pointer)).toEqual(["#/start", "#/subject"]);
    });

    it.each(["\u200b", "\u2800", "\u3164", "\u00ad\u2060", "\ufeff", "\u{e0041}", "\u115f \ufe0f", "\u202e", "\u00a0"])(
        "have no name that nobody can see: %j",
        async (name) => {
            const answer = await client.book(order(at(freshDay(), 9), { customer: { name, email: "a@example.org" } }));
            expect(answer.status).toBe(422);
            expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(["#/customer/name"]);
        },
    );

    it.each(["Ада", "李", "ا\u200cب", "\u{1f469}\u200d\u{1f52c}", "-"])("may have the name %s", async (name) => {
        const answer = await client.book(order(at(freshDay(), 9), { customer: { name, email: "a@example.org" } }));
        expect([answer.status, answer.body.customer.name]).toEqual([201, name]);
    });

    it("are told of twenty mistakes at most", async () => {
        const nonsense = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`field_${i}`, i]));
        const answer = await client.book(order(at(freshDay(), 9), nonsense));
        expect(answer.status).toBe(422);
        expect(answer.body.errors).toHaveLength(20);
        expect(answer.body.detail).toBe("The request has 50 mistakes; errors has the first 20.");
    });

    it("and query strings may write offsets as other programs do", async () => {
        const day = freshDay();
        const begin = at(day, 9).replace("Z", "");
        for (const offset of ["+00:00", "+0000", "+00", "Z"]) {
            const answer = await client.book(order(`${begin}${offset}`));
            expect([answer.status, Date.parse(answer.body.start)], answer.text).toEqual([201, Date.parse(`${begin}Z`)]);
        }
        const until = at(day, 11).replace("Z", "");
        const paths = ["%2B0000", "+0000", "+00:00", "%2B00:00", "-0000", ".000000%2B0000", "Z"].flatMap((offset) => [
            `/v1/slots?from=${begin}${offset}&to=${until}${offset}`,
            `/v1/appointments?from=${begin}${offset}&to=${until}${offset}`,
        ]);
        const answers = await Promise.all(paths.map((path) => client.get<Record<string, unknown[]>>(path)));
        answers.forEach(({ status, body, text }, index) => {
            expect(status, `${paths[index]}: ${text}`).toBe(200);
            expect((body.slots ?? body.appointments)?.length).toBeGreaterThan(0);
        });
        for (const wrong of ["%2B1", "%2B000", "%2B25:00", "", " CET"]) {
            const answer = await client.get(`/v1/appointments?from=${begin}${encodeURI(wrong)}`);
            expect(answer.status, wrong).toBe(422);
        }
    });

    it("come to Odoo as they were sent", async () => {
        const answer = await post(bytes("Zoë 李 🙂", "utf8"), "application/json; charset=UTF8");
        const [visit] = (await asAdmin(stack, "support.appointment", "search_read", {
            domain: [["name", "=", answer.body.reference]],
            fields: ["customer_name"],
        })) as [{ customer_name: string }];
        expect(visit.customer_name).toBe("Zoë 李 🙂");
    });
});
