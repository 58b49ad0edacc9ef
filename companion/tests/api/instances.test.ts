/** Several clients at once, and several companions on one database. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answeredFrom } from "../support/answered.js";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { createDatabase, query } from "../support/database.js";
import { BOOKED_ONCE, bookingsOf, expectSound } from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const [technician] = stack.technicians as [{ id: number; name: string }];

function tally(statuses: readonly number[]): Record<number, number> {
    const counts: Record<number, number> = {};
    for (const status of statuses) {
        counts[status] = (counts[status] ?? 0) + 1;
    }
    return counts;
}

/** A gauge of a companion's metrics. */
async function gauge({ metricsUrl }: RunningCompanion, name: string): Promise<number> {
    const text = await (await fetch(metricsUrl)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
}

describe("what Odoo can work on", () => {
    it("is shared by companions, and falls to those that are left", async () => {
        const database = await createDatabase(stack);
        const start = () => startCompanion(stack, { ODOO_MAX_CONNECTIONS: "5" }, database.url);
        const shareOf = (companion: RunningCompanion) => gauge(companion, "companion_odoo_share");
        const patience = { timeout: 15_000 };
        const [first, second] = [await start(), await start()];
        try {
            await expect
                .poll(async () => ((await shareOf(first)) + (await shareOf(second))).toString(), patience)
                .toBe("5");
            expect(Math.abs((await shareOf(first)) - (await shareOf(second)))).toBe(1);
        } finally {
            await second.stop();
        }
        await expect.poll(() => shareOf(first), patience).toBe(5);
        await first.stop();
        await database.drop();
    });

    it("is not used up by a companion that nobody has configured", async () => {
        const companion = await startCompanion(stack);
        // Odoo has no workers here.
        expect(await gauge(companion, "companion_odoo_share")).toBe(2);
        await companion.stop();
    });
});

describe("two companions on one database", () => {
    let database: { url: string; drop: () => Promise<void> };
    let companions: RunningCompanion[];
    beforeAll(async () => {
        database = await createDatabase(stack);
        // Both at once, on an empty database: each would migrate it.
        companions = await Promise.all([0, 1].map(() => startCompanion(stack, {}, database.url)));
    });
    afterAll(async () => {
        await Promise.all(companions.map((companion) => companion.stop()));
        await database.drop();
    });

    function clients(secret: string): Client[] {
        return companions.map((companion) => new Client(companion.url, secret));
    }

    it("migrate it once", async () => {
        const rows = await query<{ number: number }>(database.url, "SELECT number FROM schema_migration");
        expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5]);
    });

    it("never let a key exceed its quota together", async () => {
        const sides = clients(stack.keys.limited.secret);
        const answers = await Promise.all(
            Array.from({ length: 60 }, (_, i) => (sides[i % 2] as Client).get("/v1/technicians")),
        );
        expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: 5, 429: 55 });
    });

    it("never let a key exceed its quota when their clocks differ", async () => {
        const [left, right] = clients(stack.keys.minute.secret) as [Client, Client];
        const ask = async (client: Client, aheadMs: number) => {
            // Both live in this process; each of them is asked by its own clock.
            vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + aheadMs });
            try {
                return await client.get("/v1/technicians");
            } finally {
                vi.useRealTimers();
            }
        };
        const answers = [];
        for (let round = 0; round < 6; round++) {
            answers.push(await ask(left, 0), await ask(right, 5 * 60_000), await ask(left, -5 * 60_000));
        }
        expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 5, 429: 13 });
        for (const { headers } of answers) {
            expect(headers.get("ratelimit")).toMatch(/^"requests";r=\d;t=([1-9]|[1-5]\d|60)$/);
        }
    });

    it("book once when both get the same request at the same time", async () => {
        const [left, right] = clients(stack.keys.full.secret) as [Client, Client];
        for (let round = 0; round < 5; round++) {
            const key = randomUUID();
            const request = order(at(freshDay(), 9), { technician_id: technician.id, external_reference: key });
            const answers = await Promise.all([left, right, left, right].map((client) => client.book(request, key)));
            for (const answer of answers) {
                expect([201, 409]).toContain(answer.status);
                if (answer.status === 409) {
                    expect(answer.body.code).toBe("idempotency_in_flight");
                }
            }
            const again = await right.book(request, key);
            expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
            expect(await bookingsOf(stack, key)).toEqual(BOOKED_ONCE);
        }
    });

    it("give one slot to one of fifty, again and again", async () => {
        const sides = clients(stack.keys.full.secret);
        const slowest: number[] = [];
        for (let round = 0; round < 20; round++) {
            const request = order(at(freshDay(), 9), { technician_id: technician.id });
            const answers = await Promise.all(
                Array.from({ length: 50 }, async (_, i) => {
                    const began = performance.now();
                    const answer = await (sides[i % 2] as Client).book(request);
                    slowest.push(performance.now() - began);
                    return answer;
                }),
            );
            expect(tally(answers.map((answer) => answer.status))).toEqual({ 201: 1, 409: 49 });
            const codes = new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code));
            expect([...codes]).toEqual(["slot_unavailable"]);
        }
        const sorted = slowest.sort((a, b) => a - b);
        console.log(`race: median ${Math.round(sorted[500] ?? 0)} ms, slowest ${Math.round(sorted.at(-1) ?? 0)} ms`);
    }, 300_000);

    it("leave no overlaps, as many tickets and confirmations as visits, and all in the log", async () => {
        expect(answeredFrom(database.url).size).toBeGreaterThan(1_000);
        await expectSound(stack, database.url);
    });
});
