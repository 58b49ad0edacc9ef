/** The same refusals on every route that the OpenAPI document knows, now and later. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../src/openapi/document.js";
import { checksumOf, KEY_MARK } from "../../src/keys/format.js";
import { ROUTES } from "../../src/routes/index.js";
import { Client, type ProblemBody, type Answer } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const document = openApiDocument(ROUTES, "http://localhost", "1") as {
    paths: Record<string, Record<string, { operationId: string; description: string }>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, description }]) => ({
        operationId,
        method: method.toUpperCase(),
        path: path.replace("{id}", "apt_0123456789abcdef01234567"),
        scope: /Scope: `([^`]+)`/.exec(description)?.[1] ?? "",
    })),
);
const UNKNOWN_BODY = "0".repeat(43);
const WITHOUT_SCOPE: Readonly<Record<string, string>> = {
    "slots:read": stack.keys.no_slots.secret,
    "bookings:read": stack.keys.no_read.secret,
    "bookings:write": stack.keys.slots_only.secret,
};

describe("every route", () => {
    let companion: RunningCompanion;
    beforeAll(async () => {
        companion = await startCompanion(stack, { REFUSED_KEY_LIMIT_PER_MINUTE: "1000" });
    });
    afterAll(() => companion.stop());

    function expectProblem(answer: Answer<ProblemBody>, status: number, code: string): void {
        expect([answer.status, answer.body.code], answer.text).toEqual([status, code]);
        expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(answer.body).toMatchObject({ status, type: `urn:support-center:problem:${code}` });
        expect(answer.body.title).not.toBe("");
        expect(answer.body.detail).toMatch(/\.$|;/);
        expect(answer.body.request_id).toBe(answer.headers.get("x-request-id"));
    }

    it("is tested", () => {
        expect(operations).toHaveLength(ROUTES.length);
        expect(operations.length).toBeGreaterThanOrEqual(7);
    });

    describe.each(operations)("$operationId", ({ method, path, scope }) => {
        async function refused(key: string | undefined, headers: Record<string, string> = {}) {
            return new Client(companion.url, key).call(method, path, { headers });
        }

        it("refuses requests without a key", async () => {
            const answer = await refused(undefined);
            expectProblem(answer, 401, "unauthenticated");
            expect(answer.headers.get("www-authenticate")).toBe("Bearer");
        });

        it.each([
            ["another scheme", "Basic YTpi"],
            ["a key alone", stack.keys.full.secret],
            ["an empty key", "Bearer "],
            ["two keys", `Bearer ${stack.keys.full.secret} ${stack.keys.full.secret}`],
            ["something else", "Bearer hunter2"],
        ])("refuses %s", async (_what, authorization) => {
            expectProblem(await refused(undefined, { Authorization: authorization }), 401, "unauthenticated");
        });

        it("refuses a key whose checksum is wrong", async () => {
            const { secret } = stack.keys.full;
            const last = secret.endsWith("0") ? "1" : "0";
            expectProblem(await refused(secret.slice(0, -1) + last), 401, "unauthenticated");
        });

        it("refuses a key that does not exist", async () => {
            expectProblem(await refused(KEY_MARK + UNKNOWN_BODY + checksumOf(UNKNOWN_BODY)), 401, "unauthenticated");
        });

        it("refuses expired and revoked keys", async () => {
            const expired = await refused(stack.keys.expired.secret);
            expectProblem(expired, 401, "unauthenticated");
            expect(expired.body.detail).toContain("expired");
            const revoked = await refused(stack.keys.revoked.secret);
            expectProblem(revoked, 401, "unauthenticated");
            expect(revoked.body.detail).toContain("revoked");
        });

        it("refuses a key without its scope", async () => {
            expectProblem(await refused(WITHOUT_SCOPE[scope]), 403, "insufficient_scope");
        });

        it("refuses a key from another address", async () => {
            expectProblem(await refused(stack.keys.elsewhere.secret), 403, "address_not_allowed");
        });

        it("does not believe an X-Forwarded-For of the client's own", async () => {
            const answer = await refused(stack.keys.elsewhere.secret, { "X-Forwarded-For": "203.0.113.7" });
            expectProblem(answer, 403, "address_not_allowed");
        });

        it("refuses a key over its limit", async () => {
            const [, limited] = (await makeKey({ requests_per_minute: 3 })) as [number, string];
            const answers = [];
            for (let i = 0; i < 5; i++) {
                answers.push(await refused(limited));
            }
            expect(answers.slice(0, 3).map((answer) => answer.status)).not.toContain(429);
            for (const answer of answers.slice(3)) {
                expectProblem(answer, 429, "rate_limited");
                expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
                expect(answer.headers.get("ratelimit-policy")).toBe('"requests";q=3;w=60');
                expect(answer.headers.get("ratelimit")).toMatch(/^"requests";r=0;t=\d+$/);
            }
        });

        it("refuses other methods", async () => {
            const answer = await new Client(companion.url, stack.keys.full.secret).call("DELETE", path);
            expectProblem(answer, 405, "method_not_allowed");
            expect(answer.headers.get("allow")).toContain(method);
        });
    });

    describe.each(operations.filter(({ method }) => method === "POST"))("$operationId", ({ method, path }) => {
        it("refuses bodies that are not JSON, too large or of another type", async () => {
            const client = new Client(companion.url, stack.keys.full.secret);
            const headers = { "Idempotency-Key": "a", "If-Match": '"0"' };
            const call = (rawBody: string, more: Record<string, string> = {}) =>
                client.call(method, path, { headers: { ...headers, ...more }, rawBody });
            for (const broken of ["{", "", '{"a":}', "\ufeff{}x", "undefined"]) {
                expectProblem(await call(broken), 400, "malformed_json");
            }
            expectProblem(await call(JSON.stringify("x".repeat(300_000))), 413, "payload_too_large");
            expectProblem(await call("a=1", { "Content-Type": "text/plain" }), 415, "unsupported_media_type");
            const gzipped = { "Content-Encoding": "gzip" };
            expectProblem(await call("{}", gzipped), 415, "unsupported_media_type");
            const charset = { "Content-Type": "application/json; charset=koi8-r" };
            expectProblem(await call("{}", charset), 415, "unsupported_media_type");
            for (const wrong of ["null", "[]", "1", '"text"', '{"nonsense":1}', '{"__proto__":{"a":1}}']) {
                expectProblem(await call(wrong), 422, "validation_failed");
            }
        });
    });

    it("is refused within a second of a key's revocation", async () => {
        const [id, secret] = (await makeKey({})) as [number, string];
        const client = new Client(companion.url, secret);
        for (let i = 0; i < 3; i++) {
            expect((await client.get("/v1/technicians")).status).toBe(200);
        }
        await asAdmin(stack, "support.api.key", "action_revoke", { ids: [id] });
        const revokedAt = performance.now();
        let answer = await client.get("/v1/technicians");
        while (answer.status === 200 && performance.now() - revokedAt < 5_000) {
            answer = await client.get("/v1/technicians");
        }
        expect(answer.status).toBe(401);
        expect(performance.now() - revokedAt).toBeLessThan(1_100);
    });

    it("goes on with both secrets while a rotation overlaps", async () => {
        const [id, old] = (await makeKey({})) as [number, string];
        const wizard = (await asAdmin(stack, "support.api.key.rotate", "create", {
            vals_list: [{ key_id: id, overlap_hours: 1 }],
        })) as number[];
        const action = (await asAdmin(stack, "support.api.key.rotate", "action_rotate", { ids: wizard })) as {
            context: { default_secret: string };
        };
        for (const secret of [old, action.context.default_secret]) {
            expect((await new Client(companion.url, secret).get("/v1/technicians")).status).toBe(200);
        }
    });

    it.each(["/livez", "/readyz", "/openapi.json", "/docs"])("is told of other methods: %s", async (path) => {
        const answer = await new Client(companion.url).call("POST", path);
        expectProblem(answer, 405, "method_not_allowed");
        expect(answer.headers.get("allow")).toBe("GET, HEAD");
    });

    it("does not exist under another name", async () => {
        const client = new Client(companion.url, stack.keys.full.secret);
        for (const path of ["/", "/v1", "/v1/Slots", "/v2/slots", "/v1/appointments/a/b", "/docs/../v1", "/.env"]) {
            expectProblem(await client.get(path), 404, "not_found");
        }
        expectProblem(await client.get("/v1/appointments/%E0%A4%A"), 400, "malformed_request");
    });

    async function makeKey(values: Record<string, unknown>): Promise<unknown[]> {
        const name = `Test ${Math.random()}`;
        const wizard = (await asAdmin(stack, "support.api.key.create", "create", {
            vals_list: [{ name, requests_per_minute: 10_000, ...values }],
        })) as number[];
        const action = (await asAdmin(stack, "support.api.key.create", "action_create", { ids: wizard })) as {
            context: { default_secret: string };
        };
        const [id] = (await asAdmin(stack, "support.api.key", "search", { domain: [["name", "=", name]] })) as number[];
        return [id, action.context.default_secret];
    }
});
