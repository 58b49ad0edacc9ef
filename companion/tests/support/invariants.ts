import { expect } from "vitest";
import { query } from "./database.js";
import type { Stack } from "./stack.js";

/** What Odoo has of the bookings with this external reference. */
export async function bookingsOf(
    stack: Stack,
    externalReference: string,
): Promise<{ visits: number; tickets: number }> {
    const [row] = await query<{ visits: number; tickets: number }>(
        stack.odoo_database_url,
        `SELECT count(*)::int AS visits, count(DISTINCT ticket_id)::int AS tickets
           FROM support_appointment WHERE external_reference = $1`,
        [externalReference],
    );
    return row ?? { visits: 0, tickets: 0 };
}

/** Holds after anything: nobody is in two places at once, every visit has a ticket of its own, nothing is left over. */
export async function expectSound(stack: Stack): Promise<void> {
    const [row] = await query<{ overlaps: number; visits: number; tickets: number; open: number; orphans: number }>(
        stack.odoo_database_url,
        `SELECT (SELECT count(*)::int FROM support_appointment a JOIN support_appointment b
                  ON a.technician_id = b.technician_id AND a.id < b.id
                 AND a.state <> 'cancelled' AND b.state <> 'cancelled'
                 AND tsrange(a.start, a.stop) && tsrange(b.start, b.stop)) AS overlaps,
                (SELECT count(*)::int FROM support_appointment WHERE source = 'api') AS visits,
                (SELECT count(DISTINCT ticket_id)::int FROM support_appointment WHERE source = 'api') AS tickets,
                (SELECT count(*)::int FROM support_api_request WHERE answer IS NULL) AS open,
                (SELECT count(*)::int FROM helpdesk_ticket t WHERE name = 'Router has no signal'
                    AND NOT EXISTS (SELECT 1 FROM support_appointment a WHERE a.ticket_id = t.id)) AS orphans`,
    );
    expect(row).toMatchObject({ overlaps: 0, open: 0, orphans: 0 });
    expect(row?.tickets).toBe(row?.visits);
}
