/** Customer mail, from the booking in a real Odoo to a real SMTP server. */
import { createVerify, generateKeyPairSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import ICAL from "ical.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Client } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { createDatabase, query } from "../support/database.js";
import { bookVisits, chooseChannel, clearOutbox, ledger, makeDue, untilState } from "../support/mail.js";
import { parseMail, TestMailServer, type ReceivedMail } from "../support/smtp.js";
import { asAdmin, stackOfTests } from "../support/stack.js";
import { signedHeaders, verifyDkim } from "../support/dkim.js";

const stack = stackOfTests();

function settings(server: TestMailServer, more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
        SMTP_HOST: "127.0.0.1",
        SMTP_PORT: String(server.port),
        SMTP_SECURITY: "none",
        SMTP_TIMEOUT_MS: "1500",
        SMTP_DELIVERY_LIMIT_MS: "3000",
        MAIL_POLL_MS: "100",
        ...more,
    };
}

async function readiness(companion: RunningCompanion): Promise<{ status: number; mail: unknown }> {
    const { status, body } = await new Client(companion.url).get<{ checks: { mail?: unknown } }>("/readyz");
    return { status, mail: body.checks.mail };
}

beforeAll(async () => {
    await clearOutbox(stack);
    await chooseChannel(stack, "companion");
});
afterAll(async () => {
    await clearOutbox(stack);
    await chooseChannel(stack, "odoo");
});

describe("mail by the companion", () => {
    let server: TestMailServer;
    let companion: RunningCompanion;
    beforeEach(async () => {
        await clearOutbox(stack);
        server = await new TestMailServer().start();
        companion = await startCompanion(stack, settings(server));
    });
    afterEach(async () => {
        await companion.stop();
        await server.stop();
    });

    async function received(address: string, count = 1): Promise<ReceivedMail[]> {
        return vi.waitFor(
            () => {
                const mails = server.mailsTo(address);
                expect(mails).toHaveLength(count);
                return mails;
            },
            { timeout: 15_000, interval: 50 },
        );
    }

    it("brings a confirmation to the server within seconds, and notes it", async () => {
        const booked = Date.now();
        const [address = ""] = await bookVisits(stack);
        const [mail] = (await received(address)) as [ReceivedMail];
        expect(mail.at - booked).toBeLessThan(5_000);
        const row = await untilState(stack, address, "sent");
        expect(row).toMatchObject({ channel: "companion", attempts: 1, message_id: mail.messageId, error: null });
        const parsed = await parseMail(mail);
        expect(parsed.subject).toContain("No hot water");
        expect(parsed.text).toContain("Ada Lovelace");
        expect(parsed.html).toContain("/support/visit/");
        expect(mail.from).toBe("service@heating.example.com");
        expect(await readiness(companion)).toEqual({ status: 200, mail: { ok: true } });
    });

    it("brings an invitation that a strict parser reads, with the same UID and a higher sequence each time", async () => {
        const [address = ""] = await bookVisits(stack);
        await received(address);
        await untilState(stack, address, "sent");
        const [visit] = (await asAdmin(stack, "support.appointment", "search_read", {
            domain: [["customer_email", "=", address]],
            fields: ["stop"],
        })) as [{ id: number; stop: string }];
        await asAdmin(stack, "support.appointment", "write", { ids: [visit.id], vals: { start: visit.stop } });
        await received(address, 2);
        await vi.waitFor(async () => expect((await ledger(stack, address, "rescheduled"))[0]?.state).toBe("sent"));
        await asAdmin(stack, "support.appointment", "write", {
            ids: [visit.id],
            vals: { state: "cancelled", cancel_reason: "The part is missing" },
        });
        const mails = await received(address, 3);
        const events = await Promise.all(
            mails.map(async (mail) => {
                const parsed = await parseMail(mail);
                const file = parsed.attachments.find((each) => each.filename === "visit.ics");
                const calendar = new ICAL.Component(ICAL.parse(file?.content.toString("utf8") ?? "") as unknown[]);
                const event = calendar.getFirstSubcomponent("vevent");
                return {
                    method: calendar.getFirstPropertyValue("method"),
                    uid: event?.getFirstPropertyValue("uid"),
                    sequence: event?.getFirstPropertyValue("sequence"),
                    status: event?.getFirstPropertyValue("status"),
                };
            }),
        );
        expect(events.map(({ method }) => method)).toEqual(["REQUEST", "REQUEST", "CANCEL"]);
        expect(events.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
        expect(events.map(({ status }) => status)).toEqual(["CONFIRMED", "CONFIRMED", "CANCELLED"]);
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(1);
    });

    it.each([
        ["refuse", "550 5.1.1 no such user"],
        ["reject", "554 5.7.1 looks like spam"],
    ] as const)("gives up a mail that the server does not want (%s), and says why", async (behaviour, words) => {
        const [address = "", other = ""] = await bookVisits(stack, 2);
        Object.assign(server, { behaviour, only: address });
        const row = await untilState(stack, address, "failed");
        expect(row.error).toContain(words);
        expect(row.attempts).toBe(1);
        await untilState(stack, other, "sent");
    });

    it.each(["defer", "drop", "hang"] as const)("tries again later what fails for now (%s)", async (behaviour) => {
        const [address = "", other = ""] = await bookVisits(stack, 2);
        Object.assign(server, { behaviour, only: address });
        await untilState(stack, other, "sent");
        const row = await vi.waitFor(
            async () => {
                const [found] = await ledger(stack, address);
                expect(found).toMatchObject({ state: "planned", attempts: 1 });
                return found;
            },
            { timeout: 10_000, interval: 100 },
        );
        expect(row?.error).toBeTruthy();
        expect(row?.due_in).toBeGreaterThan(40);
        server.behaviour = "accept";
        await makeDue(stack);
        await untilState(stack, address, "sent");
        // Who hangs after the end of the mail has it; its twin is recognised by the Message-ID.
        expect([...server.counts().values()].every((count) => count === 1 || behaviour === "hang")).toBe(true);
    });

    it("sends again with the same Message-ID when the server's answer was lost", async () => {
        const [address = ""] = await bookVisits(stack);
        server.behaviour = "lose";
        await received(address);
        await untilState(stack, address, "planned");
        server.behaviour = "accept";
        await makeDue(stack);
        const row = await untilState(stack, address, "sent");
        expect(server.mailsTo(address).map((mail) => mail.messageId)).toEqual([row.message_id, row.message_id]);
    });

    it("keeps to its number of connections at a slow server, and delivers each mail once", async () => {
        server.behaviour = "slow";
        const addresses = await bookVisits(stack, 15);
        for (const address of addresses) {
            await untilState(stack, address, "sent", 20_000);
        }
        expect(server.peak).toBeLessThanOrEqual(5);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
    });

    it("waits for a server that is down, without failing the mails that wait", async () => {
        const { port } = server;
        await server.stop();
        const addresses = await bookVisits(stack, 8);
        await vi.waitFor(() =>
            expect(companion.mailHealth()).toMatchObject({
                ok: false,
                reason: expect.stringContaining("ECONNREFUSED") as string,
            }),
        );
        // Whoever asks the public port learns that mail waits, not where the server is.
        expect(await readiness(companion)).toEqual({
            status: 200,
            mail: { ok: false, reason: "Mail is not delivered" },
        });
        for (const address of addresses) {
            expect((await ledger(stack, address))[0]?.state).toBe("planned");
        }
        server = await new TestMailServer().start(port);
        await makeDue(stack);
        for (const address of addresses) {
            await untilState(stack, address, "sent", 20_000);
        }
        expect((await readiness(companion)).mail).toEqual({ ok: true });
    });

    it("finishes what it began when it is asked to end, and gives the rest back", async () => {
        server.behaviour = "slow";
        const addresses = await bookVisits(stack, 40);
        await vi.waitFor(() => expect(server.active).toBe(5), { timeout: 10_000, interval: 10 });
        await companion.stop();
        const rows = (await Promise.all(addresses.map((address) => ledger(stack, address)))).flat();
        expect(new Set(rows.map((row) => row.state))).toEqual(new Set(["sent", "planned"]));
        expect(rows.filter((row) => row.state === "sent")).toHaveLength(server.mails.length);
        expect(new Set(rows.filter((row) => row.state === "planned").map((row) => row.attempts))).toEqual(new Set([0]));
        server.behaviour = "accept";
        companion = await startCompanion(stack, settings(server));
        for (const address of addresses) {
            await untilState(stack, address, "sent", 20_000);
        }
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
    });

    it("leaves mail alone that Odoo delivers", async () => {
        await chooseChannel(stack, "odoo");
        const [address = ""] = await bookVisits(stack);
        await sleep(500);
        expect((await ledger(stack, address))[0]).toMatchObject({ state: "planned", attempts: 0 });
        await chooseChannel(stack, "companion");
        await untilState(stack, address, "sent");
    });

    it("tells Odoo that it delivers mail", async () => {
        await vi.waitFor(
            async () => {
                const rows = await query(
                    stack.odoo_database_url,
                    "SELECT mail FROM support_api_instance WHERE name = $1",
                    [companion.instance],
                );
                expect(rows).toEqual([{ mail: "ready" }]);
            },
            { timeout: 40_000, interval: 500 },
        );
    });
});

describe("several companions", () => {
    it("deliver each mail once between them", async () => {
        await clearOutbox(stack);
        const server = await new TestMailServer().start();
        const database = await createDatabase(stack);
        const companions = await Promise.all([0, 1].map(() => startCompanion(stack, settings(server), database.url)));
        const addresses = await bookVisits(stack, 60);
        for (const address of addresses) {
            await untilState(stack, address, "sent", 30_000);
        }
        await Promise.all(companions.map((companion) => companion.stop()));
        await database.drop();
        await server.stop();
        expect(server.counts().size).toBe(addresses.length);
        expect([...server.counts().values()]).toEqual(addresses.map(() => 1));
    });
});

describe("a server that wants to know who comes", () => {
    async function reasonOf(server: TestMailServer, more: Readonly<Record<string, string>>): Promise<string> {
        const companion = await startCompanion(stack, settings(server, more));
        const [address = ""] = await bookVisits(stack);
        const reason = await vi.waitFor(
            () => {
                const health = companion.mailHealth();
                const known = health?.ok === false ? health.reason : "";
                expect(known).toContain("cannot be used");
                return known;
            },
            { timeout: 10_000, interval: 100 },
        );
        expect((await readiness(companion)).mail).toEqual({ ok: false, reason: "Mail is not delivered" });
        expect((await ledger(stack, address))[0]).toMatchObject({ state: "planned", attempts: 0 });
        await companion.stop();
        await server.stop();
        return reason;
    }

    it("gets the password, and a wrong one fails no mail", async () => {
        const server = await new TestMailServer({
            authOptional: false,
            allowInsecureAuth: true,
            onAuth: ({ username, password }, _session, callback) => {
                if (username === "companion" && password === "right") {
                    callback(null, { user: username });
                } else {
                    callback(Object.assign(new Error("5.7.8 who are you"), { responseCode: 535 }));
                }
            },
        }).start();
        const reason = await reasonOf(server, { SMTP_USER: "companion", SMTP_PASSWORD: "wrong" });
        expect(reason).toContain("5.7.8 who are you");
        expect(reason).not.toContain("wrong");
        expect(server.mails).toEqual([]);
    });

    it("gets no mail in plain text where TLS is asked for", async () => {
        const server = await new TestMailServer().start();
        expect(await reasonOf(server, { SMTP_SECURITY: "starttls" })).toMatch(/STARTTLS/i);
        expect(server.mails).toEqual([]);
    });

    it("gets no mail when its certificate is not trusted", async () => {
        const server = await new TestMailServer({ disabledCommands: [], logger: false }).start();
        expect(await reasonOf(server, { SMTP_SECURITY: "starttls" })).toMatch(/certificate/i);
        expect(server.mails).toEqual([]);
    });
});

describe("DKIM", () => {
    it("signs the mail and the headers of one-click unsubscription", async () => {
        const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const server = await new TestMailServer().start();
        const companion = await startCompanion(
            stack,
            settings(server, {
                DKIM_DOMAIN: "heating.example.com",
                DKIM_SELECTOR: "companion",
                DKIM_PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
            }),
        );
        const [address = ""] = await bookVisits(stack);
        await untilState(stack, address, "sent");
        await query(
            stack.odoo_database_url,
            `UPDATE support_notification SET due_at = (now() AT TIME ZONE 'UTC') WHERE kind = 'reminder' AND state = 'planned'
             AND appointment_id IN (SELECT id FROM support_appointment WHERE customer_email = $1)`,
            [address],
        );
        await vi.waitFor(() => expect(server.mailsTo(address)).toHaveLength(2), { timeout: 10_000 });
        await companion.stop();
        await server.stop();
        const [, reminder] = server.mailsTo(address) as [ReceivedMail, ReceivedMail];
        expect(signedHeaders(reminder.raw)).toEqual(
            expect.arrayContaining(["from", "subject", "message-id", "list-unsubscribe", "list-unsubscribe-post"]),
        );
        expect(verifyDkim(reminder.raw, createVerify("RSA-SHA256"), publicKey)).toBe(true);
        expect(verifyDkim(reminder.raw.replace("One-Click", "Two-Click"), createVerify("RSA-SHA256"), publicKey)).toBe(
            false,
        );
    });
});
