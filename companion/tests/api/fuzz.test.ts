/** Whatever is sent, the answer is one that the OpenAPI document knows, never a failure, and says nothing of the inside. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../src/openapi/document.js";
import { ROUTES } from "../../src/routes/index.js";
import { at, Client, freshDay, order, type Answer, type ProblemBody } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { expectSound } from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const LEAK = /Traceback|psycopg|SELECT |support\.(api|appointment)|res\.users|node_modules|at .*\.js:\d+/;

const { paths } = openApiDocument(ROUTES, "http://localhost", "1") as {
    paths: Record<
        string,
        Record<string, { responses: Record<string, unknown>; parameters: { name: string; in: string }[] }>
    >;
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
);

const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
        "",
        "0",
        "-1",
        "null",
        "\0",
        "\ud800",
        "]]>",
        "<b>",
        "' OR 1=1 --",
        "../../etc/passwd",
        "%s%n",
        "9".repeat(30),
    ),
    fc.constantFrom(
        "2030-01-01",
        "2030-02-30",
        "2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00",
        "9999-12-31T23:59:59+14:00",
    ),
);
/** A valid booking with some of its fields replaced, removed or added. */
const almostValid = fc
    .record({
        field: fc.constantFrom(
            "customer",
            "start",
            "duration_minutes",
            "end",
            "subject",
            "description",
            "technician_id",
            "reason",
            "x",
        ),
        value: fc.jsonValue(),
        text,
    })
    .map(({ field, value, text: words }) => ({
        ...order(at(freshDay(), 9)),
        [field]: words.length % 2 ? words : value,
    }));
const body = fc.oneof(fc.jsonValue({ noUnicodeString: false }), almostValid, fc.dictionary(text, fc.jsonValue()));

/** As the API writes them, but with other content. */
const cursor = fc
    .tuple(
        fc.oneof(fc.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/), text),
        fc.oneof(fc.integer(), fc.jsonValue()),
    )
    .map((content) => Buffer.from(JSON.stringify(content)).toString("base64url"));

describe.each(operations)("$method $path", ({ method, path, responses, parameters }) => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(async () => {
        await expectSound(stack, companion.databaseUrl);
        await companion.stop();
    });

    function expectKnown(answer: Answer<ProblemBody>): void {
        expect(Object.keys(responses)).toContain(String(answer.status));
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toMatch(LEAK);
        if (answer.status >= 400) {
            expect(answer.body.request_id).toBe(answer.headers.get("x-request-id"));
            expect(answer.body.detail).not.toBe("");
        }
    }

    it("takes any query, path and body", async () => {
        const names = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
        const query = fc.dictionary(names.length > 0 ? fc.oneof(fc.constantFrom(...names), text) : text, text);
        await fc.assert(
            fc.asyncProperty(query, text, body, async (values, id, payload) => {
                const well = Object.entries(values).map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]);
                const search = new URLSearchParams(well as [string, string][]).toString();
                const place = path.replace("{id}", encodeURIComponent(id.toWellFormed()).replace(/^\.{0,2}$/, "x"));
                const answer = await client.call(method, `${place}?${search}`, {
                    headers: { "Idempotency-Key": randomUUID(), "If-Match": '"0"' },
                    ...(method === "POST" ? { body: payload } : {}),
                });
                expectKnown(answer);
            }),
            { numRuns: RUNS },
        );
    });

    if (parameters.some(({ name }) => name === "cursor")) {
        it("takes any cursor", async () => {
            await fc.assert(
                fc.asyncProperty(cursor, async (value) => {
                    expectKnown(await client.call(method, `${path}?cursor=${value}`));
                }),
                { numRuns: RUNS },
            );
        });
    }

    it("takes any header", async () => {
        const value = fc
            .string({
                unit: fc
                    .integer({ min: 32, max: 254 })
                    .map((code) => String.fromCharCode(code < 127 ? code : code + 1)),
                maxLength: 300,
            })
            .map((header) => header.trim());
        await fc.assert(
            fc.asyncProperty(value, value, async (idempotencyKey, ifMatch) => {
                const headers = { "Idempotency-Key": idempotencyKey, "If-Match": ifMatch };
                const place = path.replace("{id}", "apt_1");
                expectKnown(await client.call(method, place, { headers, ...(method === "POST" ? { body: {} } : {}) }));
            }),
            { numRuns: RUNS },
        );
    });
});
