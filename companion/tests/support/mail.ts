/** Visits whose customers are written to, and what the ledger in Odoo says of their mail. */
import { randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import { query } from "./database.js";
import { asAdmin, type Stack } from "./stack.js";

export interface LedgerRow extends Record<string, unknown> {
    readonly id: number;
    readonly kind: string;
    readonly state: string;
    readonly attempts: number;
    readonly channel: string | null;
    readonly message_id: string;
    readonly error: string | null;
    readonly due_in: number | null;
}

/** Says who delivers mail from now on, and how long customers' emails wait for users to change their minds. */
export async function chooseChannel(stack: Stack, channel: "odoo" | "companion", graceSeconds = 0): Promise<void> {
    const vals = {
        support_mail_channel: channel,
        support_mail_grace_seconds: graceSeconds,
        email: "service@heating.example.com",
    };
    await asAdmin(stack, "res.company", "write", { ids: [1], vals });
}

/** Settles what other tests have left to be sent, so that only one's own mail is on its way. */
export async function clearOutbox(stack: Stack): Promise<void> {
    await query(
        stack.odoo_database_url,
        "UPDATE support_notification SET state = 'suppressed', suppressed_reason = 'over', due_at = NULL WHERE state IN ('planned', 'sending')",
    );
}

/**
 * Books visits of customers of their own, a month from now.
 *
 * @returns their addresses
 */
export async function bookVisits(stack: Stack, count = 1): Promise<string[]> {
    const start = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16).replace("T", " ") + ":00";
    const addresses = Array.from({ length: count }, () => `${randomUUID().slice(0, 13)}@example.com`);
    await asAdmin(stack, "support.appointment", "create", {
        vals_list: addresses.map((address) => ({
            subject: "No hot water",
            customer_name: "Ada Lovelace",
            customer_email: address,
            technician_id: false,
            start,
        })),
    });
    return addresses;
}

export function ledger(stack: Stack, address: string, kind = "confirmation"): Promise<LedgerRow[]> {
    return query<LedgerRow>(
        stack.odoo_database_url,
        `SELECT row.id, row.kind, row.state, row.attempts, row.channel, row.message_id, row.error,
                extract(epoch FROM row.due_at - (now() AT TIME ZONE 'UTC'))::float AS due_in
         FROM support_notification row JOIN support_appointment visit ON visit.id = row.appointment_id
         WHERE visit.customer_email = $1 AND row.kind = $2 ORDER BY row.id`,
        [address, kind],
    );
}

/** Waits until the confirmation for this address is in a state, and answers its row. */
export async function untilState(stack: Stack, address: string, state: string, timeout = 15_000): Promise<LedgerRow> {
    return vi.waitFor(
        async () => {
            const [row] = await ledger(stack, address);
            expect(row?.state, `${address}: ${row?.error ?? ""}`).toBe(state);
            return row as LedgerRow;
        },
        { timeout, interval: 100 },
    );
}

/** Waits until Odoo has carried out what it was asked for, also by who is gone meanwhile. */
export async function untilOdooIsIdle(stack: Stack): Promise<void> {
    await vi.waitFor(
        async () => {
            const busy = await query(
                stack.odoo_database_url,
                `SELECT pid FROM pg_stat_activity
                 WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`,
            );
            expect(busy).toEqual([]);
        },
        { timeout: 15_000, interval: 200 },
    );
}

/** As if the wait for the next attempt, or the lease of a claim, were over. */
export async function makeDue(stack: Stack): Promise<void> {
    await query(
        stack.odoo_database_url,
        `UPDATE support_notification SET due_at = (now() AT TIME ZONE 'UTC') - interval '1 second'
         WHERE kind = 'confirmation' AND state IN ('planned', 'sending')`,
    );
}
