/** Ends companion and Odoo without warning while mail is on its way. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { migrate } from "../../src/store/migrate.js";
import { createDatabase, query } from "../support/database.js";
import { FaultProxy } from "../support/fault-proxy.js";
import { expectSound } from "../support/invariants.js";
import {
    bookVisits,
    chooseChannel,
    clearOutbox,
    ledger,
    makeDue,
    untilOdooIsIdle,
    untilState,
} from "../support/mail.js";
import { spawnCompanion, type CompanionProcess } from "../support/process.js";
import { TestMailServer } from "../support/smtp.js";
import { controlOdoo, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const ROUNDS = Number(process.env.SOAK_ROUNDS ?? 6);
/** An answer this old has reached the companion and its journal. */
const HEARD_MS = 200;

describe("ends without warning while mail is delivered", () => {
    let database: { url: string; drop: () => Promise<void> };
    let proxy: FaultProxy;
    let server: TestMailServer;
    beforeAll(async () => {
        database = await createDatabase(stack);
        await migrate(database.url);
        proxy = await FaultProxy.start(stack.odoo_url);
        await chooseChannel(stack, "companion");
    });
    beforeEach(async () => {
        await clearOutbox(stack);
        proxy.arm("none", "");
        // Who is killed while Odoo hears its report leaves mails that the next companion looks at half a minute later.
        await query(database.url, "DELETE FROM accepted_mail");
        server = await new TestMailServer().start();
        return () => server.stop();
    });
    afterAll(async () => {
        await clearOutbox(stack);
        await chooseChannel(stack, "odoo");
        await proxy.close();
        await expectSound(stack, database.url);
        await database.drop();
    });

    function companion(): Promise<CompanionProcess> {
        return spawnCompanion(stack, database.url, {
            ODOO_URL: proxy.url,
            SMTP_HOST: "127.0.0.1",
            SMTP_PORT: String(server.port),
            SMTP_SECURITY: "none",
            MAIL_POLL_MS: "100",
            DRAIN_MS: "0",
        });
    }

    async function expectAllSent(addresses: readonly string[]): Promise<void> {
        for (const address of addresses) {
            const row = await untilState(stack, address, "sent", 30_000);
            const ids = new Set(server.mailsTo(address).map((mail) => mail.messageId));
            expect([...ids], "every copy has the same Message-ID").toEqual([row.message_id]);
        }
    }

    it("of the companion, at any moment: every mail arrives, and twice only if its answer was lost", async () => {
        for (let round = 0; round < ROUNDS; round++) {
            const first = await companion();
            server.behaviour = "slow";
            const addresses = await bookVisits(stack, 12);
            await vi.waitFor(() => expect(server.mailsTo(addresses[0] ?? "")).toHaveLength(1), { timeout: 15_000 });
            await sleep((round * 700) / ROUNDS);
            const killed = Date.now();
            await first.end("SIGKILL");
            server.behaviour = "accept";
            // A claim that was under way would take what is made due here, for nobody.
            await untilOdooIsIdle(stack);
            await makeDue(stack);
            const second = await companion();
            await expectAllSent(addresses);
            await second.end("SIGTERM");
            for (const address of addresses) {
                const [copy, ...more] = server.mailsTo(address);
                if (more.length > 0) {
                    const heard = copy?.answeredAt !== undefined && copy.answeredAt < killed - HEARD_MS;
                    expect(heard, `${address} came twice though its first delivery was known`).toBe(false);
                }
            }
        }
    });

    it("of the companion between the server's answer and its report: nothing comes twice", async () => {
        const first = await companion();
        proxy.arm("reset-before", "report_mail");
        const addresses = await bookVisits(stack, 10);
        await vi.waitFor(() => expect(server.mails).toHaveLength(10), { timeout: 15_000 });
        await vi.waitFor(async () => {
            const rows = await query<{ count: number }>(
                database.url,
                "SELECT count(*)::int AS count FROM accepted_mail",
            );
            expect(rows[0]?.count).toBe(10);
        });
        await first.end("SIGKILL");
        for (const address of addresses) {
            expect((await ledger(stack, address))[0]?.state).toBe("sending");
        }
        proxy.arm("none", "");
        await makeDue(stack);
        const second = await companion();
        await expectAllSent(addresses);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
        await vi.waitFor(async () => {
            expect(await query(database.url, "SELECT 1 FROM accepted_mail")).toEqual([]);
        });
        await second.end("SIGTERM");
    });

    it("of the companion: what it delivered is reported by the next one, before any lease ends", async () => {
        const first = await companion();
        proxy.arm("reset-before", "report_mail");
        const [address = ""] = await bookVisits(stack);
        await vi.waitFor(async () => expect(await query(database.url, "SELECT 1 FROM accepted_mail")).toHaveLength(1), {
            timeout: 15_000,
        });
        await first.end("SIGKILL");
        proxy.arm("none", "");
        const second = await companion();
        await untilState(stack, address, "sent", 75_000);
        expect(server.mails).toHaveLength(1);
        await second.end("SIGTERM");
    });

    it("of Odoo: the companion goes on by itself, and each mail comes once", async () => {
        const running = await companion();
        server.behaviour = "slow";
        const addresses = await bookVisits(stack, 20);
        await vi.waitFor(() => expect(server.mails.length).toBeGreaterThan(2), { timeout: 15_000 });
        await controlOdoo(stack, "kill");
        await sleep(1_000);
        await controlOdoo(stack, "start");
        await sleep(1_000);
        await makeDue(stack);
        await expectAllSent(addresses);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
        await running.end("SIGTERM");
    });

    it.each(["claim_mail", "report_mail"])("of the connection under %s: each mail comes once", async (method) => {
        const running = await companion();
        proxy.arm("reset-after", method, 1);
        const addresses = await bookVisits(stack, 5);
        await vi.waitFor(() => expect(proxy.struck).toBe(1), { timeout: 15_000 });
        await vi.waitFor(
            async () => {
                const rows = (await Promise.all(addresses.map((address) => ledger(stack, address)))).flat();
                expect(rows.map((row) => row.state)).not.toContain("planned");
            },
            { timeout: 15_000 },
        );
        await sleep(2_000);
        await makeDue(stack);
        await expectAllSent(addresses);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
        await running.end("SIGTERM");
    });
});
