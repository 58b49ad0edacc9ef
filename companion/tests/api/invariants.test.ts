/** The checks that other tests end with notice when something is wrong. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answeredFrom } from "../support/answered.js";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { connected, query } from "../support/database.js";
import {
    BOOKED_ONCE,
    bookingsOf,
    brokenRules,
    expectSound,
    lostOnTheWay,
    unloggedOf,
    type Rule,
} from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const login = stack.credentials.ODOO_LOGIN;

let companion: RunningCompanion;
let client: Client;
/** Of two visits of one technician, an hour apart; by them the damage is done. */
let references: [string, string];

beforeAll(async () => {
    companion = await startCompanion(stack);
    client = new Client(companion.url, stack.keys.full.secret);
});
afterAll(() => companion.stop());
beforeEach(async () => {
    const day = freshDay();
    references = [randomUUID(), randomUUID()];
    for (const [index, reference] of references.entries()) {
        const more = { external_reference: reference, technician_id: stack.technicians[0]?.id };
        const { status, text } = await client.book(order(at(day, 9 + 2 * index), more));
        expect(status, text).toBe(201);
    }
});

/** The rules that damage to a copy of the data breaks; the data itself stays as it is. */
async function brokenBy(damage: (client: pg.Client) => Promise<unknown>): Promise<string[]> {
    return connected(stack.odoo_database_url, async (connection) => {
        await connection.query("BEGIN");
        await damage(connection);
        const broken = await brokenRules(connection, login);
        await connection.query("ROLLBACK");
        return Object.keys(broken);
    });
}

/** PostgreSQL takes no more values than a statement has places for. */
function valuesFor(sql: string): string[] {
    return references.filter((_reference, index) => sql.includes(`$${index + 1}`));
}

const FIRST = "(SELECT id FROM support_appointment WHERE external_reference = $1)";
const FIRST_TICKET = "(SELECT ticket_id FROM support_appointment WHERE external_reference = $1)";

describe("the check of Odoo's data", () => {
    it("finds nothing wrong with bookings as they are", async () => {
        expect(await brokenBy(() => Promise.resolve())).toEqual([]);
        expect(await bookingsOf(stack, references[0])).toEqual(BOOKED_ONCE);
        await expectSound(stack, companion.databaseUrl);
    });

    it("notices the way to a visit that overlaps the visit before", async () => {
        const broken = await brokenBy(async (connection) => {
            await connection.query(
                "ALTER TABLE support_appointment DROP CONSTRAINT support_appointment_no_double_booking",
            );
            await connection.query(
                "UPDATE support_appointment SET travel_minutes = 90 WHERE external_reference = $1",
                references.slice(1),
            );
        });
        expect(broken).toEqual(["is in two places at once, travel included"]);
    });

    it.each<{ rule: Rule; damage: string; more?: Rule[] }>([
        {
            rule: "has no ticket of its own",
            damage: `UPDATE support_appointment SET ticket_id = ${FIRST_TICKET} WHERE external_reference = $2`,
            more: ["is a ticket without a visit"],
        },
        {
            rule: "is a ticket without a visit",
            damage: `WITH told AS (DELETE FROM support_notification WHERE appointment_id = ${FIRST})
                     DELETE FROM support_appointment WHERE id = ${FIRST}`,
        },
        {
            rule: "has not one confirmation",
            damage: `DELETE FROM support_notification WHERE kind = 'confirmation' AND appointment_id = ${FIRST}`,
        },
        {
            rule: "is confirmed twice",
            damage: `INSERT INTO support_notification (
                         appointment_id, kind, schedule_revision, state, decided_at, message_id
                     )
                     SELECT appointment_id, kind, 1, state, decided_at, $2 FROM support_notification
                      WHERE kind = 'confirmation' AND appointment_id = ${FIRST}`,
        },
        {
            rule: "is a request left open",
            damage: `UPDATE support_api_request SET answer = NULL
                      WHERE id = (SELECT max(id) FROM support_api_request)`,
        },
    ])("notices what $rule", async ({ rule, damage, more = [] }) => {
        const broken = await brokenBy(async (connection) => {
            const { rowCount } = await connection.query(damage, valuesFor(damage));
            expect(rowCount).toBe(1);
        });
        expect(broken).toEqual([rule, ...more]);
    });

    it("counts confirmations that wait to be sent", async () => {
        await query(
            stack.odoo_database_url,
            `UPDATE support_notification SET state = 'suppressed', suppressed_reason = 'over', due_at = NULL
              WHERE kind = 'confirmation' AND appointment_id = ${FIRST}`,
            references.slice(0, 1),
        );
        expect(await bookingsOf(stack, references[0])).toEqual({ ...BOOKED_ONCE, confirmations: 0 });
    });
});

describe("the check of the access log", () => {
    it("knows every request that was answered", async () => {
        const answer = await new Client(companion.url).get("/v1/slots");
        const id = answer.headers.get("x-request-id") ?? "";
        expect(answeredFrom(companion.databaseUrl).get(id)).toBe(401);
    });

    it("notices a request that is not in the log, or not with its answer", async () => {
        const missing = randomUUID();
        const { headers } = await client.get("/v1/technicians");
        const other = headers.get("x-request-id") ?? "";
        const answered = new Map([
            [missing, 200],
            [other, 503],
        ]);
        expect(await unloggedOf(companion.databaseUrl, answered)).toEqual([...answered]);
    });

    it("notices a request that was to be in Odoo's log", async () => {
        const { headers } = await client.get("/v1/technicians");
        const id = headers.get("x-request-id") ?? "";
        // Under another id Odoo never heard of it.
        const [lost] = await query<{ request_id: string }>(
            companion.databaseUrl,
            `UPDATE access_log SET request_id = gen_random_uuid(), shipped_at = now()
              WHERE request_id = $1 RETURNING request_id::text`,
            [id],
        );
        expect(await lostOnTheWay(stack, companion.databaseUrl)).toEqual([lost?.request_id]);
    });
});
