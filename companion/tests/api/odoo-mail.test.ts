/** Customer mail by Odoo's own sender, in a real Odoo whose scheduled actions run, and which is killed under way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { query } from "../support/database.js";
import { bookVisits, chooseChannel, clearOutbox, ledger, makeDue, untilState } from "../support/mail.js";
import { TestMailServer, type ReceivedMail } from "../support/smtp.js";
import { asAdmin, controlOdoo, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const GRACE_SECONDS = 2;
/** Odoo's scheduled actions are looked at once a minute; whoever is faster was woken. */
const WOKEN_WITHIN_MS = 10_000;

/** Ends Odoo without warning and starts it anew, with what it had claimed free again. */
async function killAndRestart(): Promise<void> {
    await controlOdoo(stack, "kill");
    await controlOdoo(stack, "start-with-schedule");
    await makeDue(stack);
}

async function notesOf(messageIds: readonly string[]): Promise<string[]> {
    const rows = await query<{ message_id: string }>(
        stack.odoo_database_url,
        "SELECT message_id FROM mail_message WHERE model = 'support.appointment' AND message_id = ANY($1)",
        [messageIds],
    );
    return rows.map((row) => row.message_id).sort();
}

describe("Odoo's own sender", () => {
    let server: TestMailServer;
    beforeAll(async () => {
        await controlOdoo(stack, "kill");
        await controlOdoo(stack, "start-with-schedule");
        await chooseChannel(stack, "odoo", GRACE_SECONDS);
    });
    beforeEach(async () => {
        await clearOutbox(stack);
        server = await new TestMailServer().start();
        const vals = { name: "Test", smtp_host: "127.0.0.1", smtp_port: server.port, smtp_encryption: "none" };
        const ids = await asAdmin(stack, "ir.mail_server", "create", { vals_list: [vals] });
        return async () => {
            await asAdmin(stack, "ir.mail_server", "unlink", { ids });
            await server.stop();
        };
    });
    afterAll(async () => {
        await clearOutbox(stack);
        await controlOdoo(stack, "kill");
        await controlOdoo(stack, "start");
    });

    async function expectAllSent(addresses: readonly string[]): Promise<void> {
        const rows = await Promise.all(addresses.map((address) => untilState(stack, address, "sent", 30_000)));
        for (const [index, address] of addresses.entries()) {
            const ids = new Set(server.mailsTo(address).map((mail) => mail.messageId));
            expect([...ids], "every copy has the same Message-ID").toEqual([rows[index]?.message_id]);
        }
        const expected = rows.map((row) => row.message_id).sort();
        await vi.waitFor(async () => expect(await notesOf(expected)).toEqual(expected), { timeout: 10_000 });
    }

    it("tells of a change when its grace period is over, and not at the next full minute", async () => {
        const [address = ""] = await bookVisits(stack);
        await untilState(stack, address, "sent");
        const [visit] = (await asAdmin(stack, "support.appointment", "search_read", {
            domain: [["customer_email", "=", address]],
            fields: ["stop"],
        })) as [{ id: number; stop: string }];
        const changed = Date.now();
        await asAdmin(stack, "support.appointment", "write", { ids: [visit.id], vals: { start: visit.stop } });
        const mail = await vi.waitFor(
            () => {
                expect(server.mailsTo(address)).toHaveLength(2);
                return server.mailsTo(address)[1] as ReceivedMail;
            },
            { timeout: WOKEN_WITHIN_MS, interval: 50 },
        );
        // The moment of the change is kept in whole seconds.
        expect(mail.at - changed).toBeGreaterThan((GRACE_SECONDS - 1) * 1_000);
        await vi.waitFor(async () => expect((await ledger(stack, address, "rescheduled"))[0]?.state).toBe("sent"));
    });

    it("is killed while the mail server does not answer: nothing is lost, that mail alone comes again", async () => {
        const addresses = await bookVisits(stack, 4);
        const [hanging = ""] = addresses;
        Object.assign(server, { behaviour: "hang", only: hanging });
        await vi.waitFor(() => expect(server.mailsTo(hanging)).toHaveLength(1), { timeout: 15_000, interval: 20 });
        await killAndRestart();
        server.behaviour = "accept";
        // What is booked next wakes the sender.
        addresses.push(...(await bookVisits(stack)));
        await expectAllSent(addresses);
        for (const address of addresses) {
            expect(server.mailsTo(address), address).toHaveLength(address === hanging ? 2 : 1);
        }
    });

    it("is killed between two mails of a batch: each comes once, and every visit's history says so", async () => {
        server.behaviour = "slow";
        const addresses = await bookVisits(stack, 6);
        await vi.waitFor(() => expect(server.mails.length).toBeGreaterThan(1), { timeout: 15_000, interval: 20 });
        // Who is not told yet gets nowhere until Odoo is gone.
        const next = addresses.find((address) => server.mailsTo(address).length === 0) ?? "";
        Object.assign(server, { behaviour: "stall", only: next });
        await vi.waitFor(() => expect(server.stalled).toContain(next), { timeout: 15_000, interval: 20 });
        const before = await Promise.all(addresses.map(async (address) => (await ledger(stack, address))[0]?.state));
        expect(new Set(before)).toEqual(new Set(["sent", "sending"]));
        await killAndRestart();
        server.behaviour = "accept";
        addresses.push(...(await bookVisits(stack)));
        await expectAllSent(addresses);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
    });

    it("takes up by itself what a killed one had claimed, when the lease is over", async () => {
        const [address = ""] = await bookVisits(stack);
        Object.assign(server, { behaviour: "stall", only: address });
        await vi.waitFor(() => expect(server.stalled).toContain(address), { timeout: 15_000, interval: 20 });
        await controlOdoo(stack, "kill");
        await controlOdoo(stack, "start-with-schedule");
        server.behaviour = "accept";
        const lease = 4;
        await query(
            stack.odoo_database_url,
            "UPDATE support_notification SET due_at = date_trunc('second', now() AT TIME ZONE 'UTC') + make_interval(secs => $1) WHERE state = 'sending'",
            [lease],
        );
        const [other = ""] = await bookVisits(stack);
        await untilState(stack, other, "sent");
        expect(server.mailsTo(address)).toEqual([]);
        // Right after its start Odoo may be busy with other scheduled actions.
        const row = await untilState(stack, address, "sent", lease * 1_000 + 2 * WOKEN_WITHIN_MS);
        expect(row.attempts).toBe(2);
        expect(server.mailsTo(address)).toHaveLength(1);
    });
});
