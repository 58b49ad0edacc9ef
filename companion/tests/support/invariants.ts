/** What holds after anything, whatever was ended, cut off or asked at the same time. */
import type pg from "pg";
import { expect } from "vitest";
import { answeredFrom, type Answered } from "./answered.js";
import { connected, query } from "./database.js";
import type { Stack } from "./stack.js";

const BOOKED = "SELECT * FROM support_appointment WHERE source = 'api'";
/** Of the schedule that was booked: moving a visit before its mail was sent replaces that mail by another. */
const BOOKED_REVISION = 0;

/** Rules of Odoo's database: what is wrong, and a query for the ids that it is wrong with. */
const RULES = {
    "is in two places at once, travel included": `
        SELECT a.id FROM support_appointment a JOIN support_appointment b
            ON a.technician_id = b.technician_id AND a.id <> b.id AND a.state <> 'cancelled' AND b.state <> 'cancelled'
           AND tsrange(a.start - a.travel_minutes * interval '1 minute', a.stop)
               && tsrange(b.start - b.travel_minutes * interval '1 minute', b.stop)`,
    "has no ticket of its own": `
        SELECT visit.id FROM (${BOOKED}) visit WHERE NOT EXISTS (
            SELECT 1 FROM helpdesk_ticket ticket WHERE ticket.id = visit.ticket_id
        ) OR EXISTS (
            SELECT 1 FROM support_appointment other WHERE other.ticket_id = visit.ticket_id AND other.id <> visit.id
        )`,
    "is a ticket without a visit": `
        SELECT ticket.id FROM helpdesk_ticket ticket JOIN res_users creator ON creator.id = ticket.create_uid
         WHERE creator.login = $1
           AND NOT EXISTS (SELECT 1 FROM support_appointment visit WHERE visit.ticket_id = ticket.id)`,
    "has not one confirmation": `
        SELECT visit.id FROM (${BOOKED}) visit WHERE 1 <> (
            SELECT count(*) FROM support_notification mail
             WHERE mail.appointment_id = visit.id AND mail.kind = 'confirmation'
               AND mail.schedule_revision = ${BOOKED_REVISION}
        )`,
    "is confirmed twice": `
        SELECT visit.id FROM (${BOOKED}) visit WHERE 1 < (
            SELECT count(*) FROM support_notification mail
             WHERE mail.appointment_id = visit.id AND mail.kind = 'confirmation' AND mail.state <> 'suppressed'
        )`,
    "is a request left open": "SELECT id FROM support_api_request WHERE answer IS NULL",
} as const;

export type Rule = keyof typeof RULES;

/** Each rule of Odoo's database that is broken, with the ids of what breaks it. */
export async function brokenRules(client: pg.Client, apiLogin: string): Promise<Partial<Record<Rule, number[]>>> {
    const broken: Partial<Record<Rule, number[]>> = {};
    for (const [rule, sql] of Object.entries(RULES) as [Rule, string][]) {
        const { rows } = await client.query<{ id: number }>(sql, sql.includes("$1") ? [apiLogin] : []);
        if (rows.length > 0) {
            broken[rule] = rows.map(({ id }) => id);
        }
    }
    return broken;
}

/** Answered requests that the companion's log does not have as they were answered. */
export async function unloggedOf(databaseUrl: string, answered: Answered): Promise<[string, number][]> {
    const rows = await query<{ request_id: string; status: number | null }>(
        databaseUrl,
        "SELECT request_id::text, status FROM access_log",
    );
    const logged = new Map(rows.map(({ request_id, status }) => [request_id, status]));
    return [...answered].filter(([requestId, status]) => logged.get(requestId) !== status);
}

/** Requests that the companion takes to be in Odoo's log and that are not there. */
export async function lostOnTheWay(stack: Stack, databaseUrl: string): Promise<string[]> {
    const shipped = await query<{ request_id: string }>(
        databaseUrl,
        "SELECT request_id::text FROM access_log WHERE shipped_at IS NOT NULL",
    );
    const arrived = await query<{ request_id: string }>(
        stack.odoo_database_url,
        "SELECT request_id FROM support_api_log WHERE request_id = ANY($1)",
        [shipped.map(({ request_id }) => request_id)],
    );
    const known = new Set(arrived.map(({ request_id }) => request_id));
    return shipped.map(({ request_id }) => request_id).filter((requestId) => !known.has(requestId));
}

/** One visit, one ticket, one confirmation on its way. */
export const BOOKED_ONCE = { visits: 1, tickets: 1, confirmations: 1 } as const;
export const NOT_BOOKED = { visits: 0, tickets: 0, confirmations: 0 } as const;

/** What Odoo has of the bookings with this external reference; of the confirmations, those that wait to be sent. */
export async function bookingsOf(
    stack: Stack,
    externalReference: string,
): Promise<{ visits: number; tickets: number; confirmations: number }> {
    const [row] = await query<{ visits: number; tickets: number; confirmations: number }>(
        stack.odoo_database_url,
        `SELECT count(DISTINCT visit.id)::int AS visits, count(DISTINCT visit.ticket_id)::int AS tickets,
                count(mail.id)::int AS confirmations
           FROM support_appointment visit LEFT JOIN support_notification mail
             ON mail.appointment_id = visit.id AND mail.kind = 'confirmation' AND mail.state = 'planned'
          WHERE visit.external_reference = $1`,
        [externalReference],
    );
    return row ?? NOT_BOOKED;
}

/**
 * Holds after anything: nobody is in two places at once; every booking has a ticket and a confirmation of its own, and
 * nothing is left over; every request that was answered is in the log.
 *
 * @param databaseUrl of the companions; ask before it is dropped
 */
export async function expectSound(stack: Stack, databaseUrl: string): Promise<void> {
    const broken = await connected(stack.odoo_database_url, (client) =>
        brokenRules(client, stack.credentials.ODOO_LOGIN),
    );
    expect(broken).toEqual({});
    expect(await unloggedOf(databaseUrl, answeredFrom(databaseUrl))).toEqual([]);
    expect(await lostOnTheWay(stack, databaseUrl)).toEqual([]);
}
