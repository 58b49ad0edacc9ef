/** PostgreSQL goes away and comes back while visits are booked: every customer is told, by whichever channel. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { connected, createDatabase, query } from "../support/database.js";
import { expectSound } from "../support/invariants.js";
import { chooseChannel, clearOutbox, ledger, untilState } from "../support/mail.js";
import { TestMailServer } from "../support/smtp.js";
import { asAdmin, controlOdoo, restartPostgres, stackOfTests, type Stack } from "../support/stack.js";

const stack = stackOfTests();
const BOOKINGS = 8;
/** Odoo looks at its scheduled actions once a minute at least. */
const PATIENCE_MS = 90_000;

/** The ways in which PostgreSQL ends all connections of a program that did nothing wrong. */
const INTERRUPTIONS: Readonly<Record<string, (stack: Stack) => Promise<void>>> = {
    "is restarted": restartPostgres,
    "recovers from the crash of one of its processes": async ({ postgres_url }) => {
        // The shell's parent is the server's own process for this connection.
        await connected(postgres_url, (client) =>
            Promise.all([
                new Promise<void>((resolve) => client.once("error", () => resolve())),
                client.query("COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID; sleep 1'").catch(() => undefined),
            ]),
        ).catch(() => undefined);
    },
    "closes all connections": async ({ postgres_url }) => {
        await query(
            postgres_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
    },
};

describe.each(["odoo", "companion"] as const)("mail by the %s", (channel) => {
    let database: Awaited<ReturnType<typeof createDatabase>>;
    let companion: RunningCompanion;
    let server: TestMailServer;
    let serverIds: unknown;

    beforeAll(async () => {
        database = await createDatabase(stack);
        for (const url of [stack.odoo_database_url, database.url]) {
            // As it is in production; the tests' own server forgets its last commits when it crashes.
            const name = new URL(url).pathname.slice(1);
            await query(stack.postgres_url, `ALTER DATABASE ${name} SET synchronous_commit = on`);
        }
        await controlOdoo(stack, "kill");
        await controlOdoo(stack, "start-with-schedule");
        await chooseChannel(stack, channel);
    });
    afterAll(async () => {
        await database.drop();
        await clearOutbox(stack);
        await chooseChannel(stack, "odoo");
        await controlOdoo(stack, "kill");
        await controlOdoo(stack, "start");
    });

    beforeEach(async () => {
        await clearOutbox(stack);
        server = await new TestMailServer().start();
        const vals = { name: "Test", smtp_host: "127.0.0.1", smtp_port: server.port, smtp_encryption: "none" };
        serverIds = await asAdmin(stack, "ir.mail_server", "create", { vals_list: [vals] });
        const settings = {
            SMTP_HOST: "127.0.0.1",
            SMTP_PORT: String(server.port),
            SMTP_SECURITY: "none",
            SMTP_DELIVERY_LIMIT_MS: "3000",
        };
        companion = await startCompanion(stack, channel === "companion" ? settings : {}, database.url);
    });
    afterEach(async () => {
        await companion.stop();
        await asAdmin(stack, "ir.mail_server", "unlink", { ids: serverIds });
        await server.stop();
    });

    /** Books as clients do: what was not answered is asked again with the same key, until it is booked. */
    async function book(client: Client, start: string, email: string): Promise<void> {
        const key = randomUUID();
        const request = order(start, { customer: { name: "Ada Lovelace", email } });
        for (;;) {
            const answer = await client.book(request, key);
            if (answer.status === 201) {
                return;
            }
            expect([409, 503], answer.text).toContain(answer.status);
            await sleep(200);
        }
    }

    /** As if the leases were over of what a sender had in hand when it lost its connection; they end with a full second. */
    async function endLeases(): Promise<void> {
        await query(
            stack.odoo_database_url,
            "UPDATE support_notification SET due_at = date_trunc('second', now() AT TIME ZONE 'UTC') WHERE state = 'sending'",
        );
    }

    it.each(Object.entries(INTERRUPTIONS))(
        "reaches everybody who books while PostgreSQL %s",
        async (_name, interrupt) => {
            const client = new Client(companion.url, stack.keys.full.secret);
            const day = freshDay();
            const emails = Array.from({ length: BOOKINGS }, () => `${randomUUID().slice(0, 13)}@example.com`);
            let interrupted: Promise<void> | undefined;
            for (const [index, email] of emails.entries()) {
                if (index === 3) {
                    interrupted = interrupt(stack);
                }
                if (index === BOOKINGS - 1) {
                    await interrupted;
                    await endLeases();
                }
                await book(client, at(day, 6 + index), email);
            }
            // What the ledger says of the others tells why they wait.
            const waiting = async () => {
                const missing = emails.filter((email) => server.mailsTo(email).length === 0);
                return (await Promise.all(missing.map((email) => ledger(stack, email)))).flat();
            };
            await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: PATIENCE_MS, interval: 200 });
            for (const email of emails) {
                const row = await untilState(stack, email, "sent", PATIENCE_MS);
                const ids = new Set(server.mailsTo(email).map(({ messageId }) => messageId));
                expect([...ids], email).toEqual([row.message_id]);
            }
            await expectSound(stack, database.url);
        },
        2 * PATIENCE_MS,
    );
});
