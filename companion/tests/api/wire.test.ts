/** Customer mail as mail servers get it, octet for octet, by both channels. */
import { createVerify, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { signedHeaders, verifyDkim } from "../support/dkim.js";
import { bookVisits, chooseChannel, clearOutbox } from "../support/mail.js";
import { TestMailServer, type ReceivedMail } from "../support/smtp.js";
import { asAdmin, stackOfTests } from "../support/stack.js";
import { checkMail, type CheckedMail } from "../support/wire/check.js";

const stack = stackOfTests();

/** With it, no link fits into a line. */
const BASE_URL = "https://support.a-company-with-quite-a-long-name-of-its-own.example.com";
const COMPANY = 'Müller, "Wärme" & Söhne GmbH';
type Kind = "confirmation" | "reminder" | "rescheduled" | "link" | "test" | "cancelled";

interface Customer {
    readonly lang: string;
    readonly name: string;
    readonly subject: string;
    readonly location: string;
}

const CUSTOMERS: Readonly<Record<string, Customer>> = {
    plain: { lang: "en_US", name: "Ada Lovelace", subject: "No hot water", location: "Lindenstr. 1, Berlin" },
    umlauts: {
        lang: "de_DE",
        name: `Zoë ${"Müller-Lüdenscheidt ".repeat(6)}`,
        subject: "Größere Störung an der Wärmepumpe ".repeat(5),
        location: "Straße des 17. Juni 135, 10623 Berlin-Charlottenburg ".repeat(4),
    },
    hostile: {
        lang: "fr_FR",
        name: 'Robert "Bob" <bob@evil.example.com>, O\'Brien; (x)\r\nBcc: x@evil.example.com',
        subject:
            'Fuite\r\nBcc: x@evil.example.com\r\n\r\n=?utf-8?B?DQpCY2M6IHhAZXZpbC5leGFtcGxlLmNvbQ==?= & "chaudière", \\n; END:VCALENDAR \u0007',
        location: "1;2,3\\4\r\nEND:VEVENT\nBEGIN:VEVENT",
    },
    encoded: {
        lang: "en_US",
        name: "=?utf-8?q?=0d=0aBcc:_evil=40x.example?=",
        subject: "=?utf-8?q?=ff=fe?=",
        location: "=?utf-8?q?=00?=",
    },
    emoji: {
        lang: "es_ES",
        name: "👩‍🔧🔥".repeat(40),
        subject: `¡Sin calefacción! ${"🥶".repeat(60)} ${"x".repeat(300)}`,
        location: "東京都千代田区丸の内一丁目".repeat(12),
    },
    rightToLeft: {
        lang: "ar_001",
        name: "ليلى الأنصاري",
        subject: "لا توجد مياه ساخنة في المبنى منذ الصباح الباكر",
        location: "شارع الملك فيصل، عمّان \u202e evil",
    },
};

function spoken(text: string): string {
    return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

async function prepare(): Promise<void> {
    await clearOutbox(stack);
    const languages = await asAdmin(stack, "res.lang", "search", {
        domain: [
            ["active", "in", [true, false]],
            ["code", "in", Object.values(CUSTOMERS).map(({ lang }) => lang)],
        ],
    });
    const [wizard] = (await asAdmin(stack, "base.language.install", "create", {
        vals_list: [{ lang_ids: [[6, 0, languages]], overwrite: true }],
    })) as number[];
    await asAdmin(stack, "base.language.install", "lang_install", { ids: [wizard] });
    await asAdmin(stack, "ir.config_parameter", "set_param", { key: "web.base.url", value: BASE_URL });
    await asAdmin(stack, "res.company", "write", {
        ids: [1],
        vals: { name: COMPANY, support_mail_grace_seconds: 0 },
    });
}

interface Channel {
    readonly server: TestMailServer;
    /** Has what is due sent, or looked at. */
    readonly push: () => Promise<void>;
}

/** Takes a visit through its life, and answers the emails that its customer got. */
async function live(customer: Customer, { server, push }: Channel): Promise<Map<Kind, ReceivedMail>> {
    const address = `o'brien+${crypto.randomUUID().slice(0, 8)}@example.com`;
    const tester = `tester-${crypto.randomUUID().slice(0, 8)}@example.com`;
    const [partner] = (await asAdmin(stack, "res.partner", "create", {
        vals_list: [{ name: "x", email: address, lang: customer.lang, tz: "Europe/Berlin" }],
    })) as number[];
    const start = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16).replace("T", " ") + ":00";
    const { subject, location, name } = customer;
    const [visit] = (await asAdmin(stack, "support.appointment", "create", {
        vals_list: [
            {
                subject,
                location,
                start,
                partner_id: partner,
                customer_name: name,
                customer_email: address,
                technician_id: false,
            },
        ],
    })) as number[];
    const mails = new Map<Kind, ReceivedMail>();
    const next = async (kind: Kind): Promise<void> => {
        const mail = await vi.waitFor(
            async () => {
                await push();
                const got = server.mails.filter(({ to }) => [address, tester].includes(to));
                expect(got).toHaveLength(mails.size + 1);
                return got[mails.size] as ReceivedMail;
            },
            { timeout: 20_000, interval: 100 },
        );
        mails.set(kind, mail);
        await vi.waitFor(async () => {
            const rows = await query(
                stack.odoo_database_url,
                "SELECT id FROM support_notification WHERE appointment_id = $1 AND state = 'sending'",
                [visit],
            );
            expect(rows).toEqual([]);
        });
    };
    await next("confirmation");
    await query(
        stack.odoo_database_url,
        "UPDATE support_notification SET due_at = now() AT TIME ZONE 'UTC' WHERE kind = 'reminder' AND appointment_id = $1",
        [visit],
    );
    await next("reminder");
    const later = new Date(Date.now() + 31 * 86_400_000).toISOString().slice(0, 16).replace("T", " ") + ":00";
    await asAdmin(stack, "support.appointment", "write", { ids: [visit], vals: { start: later } });
    await next("rescheduled");
    await asAdmin(stack, "support.appointment", "action_send_new_link", { ids: [visit] });
    await next("link");
    const [preview] = (await asAdmin(stack, "support.mail.preview", "create", {
        vals_list: [{ appointment_id: visit, kind: "reminder", email_to: tester }],
    })) as number[];
    await asAdmin(stack, "support.mail.preview", "action_send", { ids: [preview] });
    await next("test");
    await asAdmin(stack, "support.appointment", "write", {
        ids: [visit],
        vals: { state: "cancelled", cancel_reason: `${subject} ${location}` },
    });
    await next("cancelled");
    return mails;
}

function expectWellFormed(
    kind: Kind,
    customer: Customer,
    mail: ReceivedMail,
    sender = "service@heating.example.com",
): CheckedMail {
    const checked = checkMail(mail.raw);
    expect(checked.problems, kind).toEqual([]);
    expect(checked.from).toEqual([{ name: COMPANY, address: sender }]);
    expect(checked.invitation?.organizer, "who invites is who writes").toBe(sender);
    expect(checked.to.map(({ address }) => address)).toEqual([mail.to]);
    if (kind !== "test") expect(checked.to[0]?.name).toBe(spoken(customer.name));
    if (["confirmation", "cancelled"].includes(kind)) expect(checked.subject).toContain(spoken(customer.subject));
    expect(checked.invitation?.method).toBe(kind === "cancelled" ? "CANCEL" : "REQUEST");
    if (kind === "reminder") {
        expect(checked.listUnsubscribe).toMatch(/^<https:\/\/support\.a-company-[^>]+\/unsubscribe>$/);
    }
    expect(checked.names.includes("list-unsubscribe")).toBe(kind === "reminder");
    return checked;
}

function expectOneStory(checked: readonly CheckedMail[]): void {
    const invitations = checked.map(({ invitation }) => invitation);
    expect(new Set(invitations.map((invitation) => invitation?.uid)).size).toBe(1);
    expect(invitations.map((invitation) => invitation?.sequence)).toEqual([0, 0, 1, 1, 1, 2]);
}

/** A visit whose customer declines: their calendar answers the invitation that it got, to whoever invited. */
async function expectDeclineUnderstood({ server, push }: Channel): Promise<void> {
    const [address = ""] = await bookVisits(stack);
    const mail = await vi.waitFor(
        async () => {
            await push();
            const [got] = server.mailsTo(address);
            return got ?? Promise.reject(new Error("nothing came"));
        },
        { timeout: 20_000, interval: 100 },
    );
    const { invitation } = checkMail(mail.raw);
    const message = [
        `From: <${address}>`,
        `To: <${invitation?.organizer}>`,
        "Subject: Declined",
        `Message-ID: <${crypto.randomUUID()}@example.com>`,
        "MIME-Version: 1.0",
        "Content-Type: text/calendar; charset=utf-8; method=REPLY",
        "",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        `UID:${invitation?.uid}`,
        `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`,
        `SEQUENCE:${invitation?.sequence}`,
        `ORGANIZER:mailto:${invitation?.organizer}`,
        `ATTENDEE;PARTSTAT=DECLINED:mailto:${invitation?.attendee}`,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ].join("\r\n");
    // As Odoo's own script for mail servers hands emails in.
    await asAdmin(stack, "mail.thread", "message_process", { model: false, message });
    const visits = await asAdmin(stack, "support.appointment", "search_read", {
        domain: [["customer_email", "=", address]],
        fields: ["customer_answer", "activity_summary"],
    });
    expect(visits).toEqual([
        expect.objectContaining({
            customer_answer: "declined",
            activity_summary: "Ada Lovelace declined the visit",
        }),
    ]);
}

beforeAll(prepare);
afterAll(async () => {
    await clearOutbox(stack);
    await asAdmin(stack, "ir.config_parameter", "set_param", { key: "web.base.url", value: stack.odoo_url });
    await asAdmin(stack, "res.company", "write", { ids: [1], vals: { name: "Test Company" } });
    await chooseChannel(stack, "odoo");
});

describe("by Odoo's outgoing mail servers", () => {
    const server = new TestMailServer();
    let jobs: unknown;
    let outgoing: unknown;
    beforeAll(async () => {
        await server.start();
        await chooseChannel(stack, "odoo");
        jobs = await asAdmin(stack, "ir.cron", "search", { domain: [["cron_name", "ilike", "send customer"]] });
        outgoing = await asAdmin(stack, "ir.mail_server", "create", {
            vals_list: [{ name: "Wire", smtp_host: "127.0.0.1", smtp_port: server.port, smtp_encryption: "none" }],
        });
        return async () => {
            await asAdmin(stack, "ir.mail_server", "unlink", { ids: outgoing });
            await server.stop();
        };
    });

    async function push(): Promise<void> {
        await asAdmin(stack, "ir.cron", "method_direct_trigger", { ids: jobs });
    }

    it.each(Object.entries(CUSTOMERS))("keeps to the grammar with any text: %s", async (_name, customer) => {
        const mails = await live(customer, { server, push });
        expectOneStory([...mails].map(([kind, mail]) => expectWellFormed(kind, customer, mail)));
    });

    it("understands the answer of a calendar", async () => {
        await expectDeclineUnderstood({ server, push });
    });

    it("from an address of Odoo's own, where the mail server sends for no other", async () => {
        const [domain] = (await asAdmin(stack, "mail.alias.domain", "create", {
            vals_list: [{ name: "odoo-mail.example.com", default_from: "notifications" }],
        })) as [number];
        await asAdmin(stack, "res.company", "write", { ids: [1], vals: { alias_domain_id: domain } });
        await asAdmin(stack, "ir.mail_server", "write", {
            ids: outgoing,
            vals: { from_filter: "odoo-mail.example.com" },
        });
        const customer = CUSTOMERS.plain as Customer;
        const mails = await live(customer, { server, push });
        for (const [kind, mail] of mails) {
            const { replyTo } = expectWellFormed(kind, customer, mail, "notifications@odoo-mail.example.com");
            expect(replyTo.map(({ address }) => address)).toEqual(["catchall@odoo-mail.example.com"]);
        }
        await asAdmin(stack, "ir.mail_server", "write", { ids: outgoing, vals: { from_filter: false } });
        await asAdmin(stack, "res.company", "write", { ids: [1], vals: { alias_domain_id: false } });
    });
});

describe("by the companion, signed", () => {
    const server = new TestMailServer();
    // The companion looks by itself.
    const channel = { server, push: () => Promise.resolve() };
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    beforeAll(async () => {
        await server.start();
        await chooseChannel(stack, "companion");
        const companion = await startCompanion(stack, {
            SMTP_HOST: "127.0.0.1",
            SMTP_PORT: String(server.port),
            SMTP_SECURITY: "none",
            MAIL_POLL_MS: "50",
            DKIM_DOMAIN: "heating.example.com",
            DKIM_SELECTOR: "companion",
            DKIM_PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        });
        return async () => {
            await companion.stop();
            await server.stop();
        };
    });

    it.each(Object.entries(CUSTOMERS))("keeps to the grammar with any text: %s", async (_name, customer) => {
        const mails = await live(customer, channel);
        expectOneStory([...mails].map(([kind, mail]) => expectWellFormed(kind, customer, mail)));
        for (const [kind, { raw }] of mails) {
            const verify = (message: string): boolean => verifyDkim(message, createVerify("RSA-SHA256"), publicKey);
            expect(verify(raw), `the signature of the ${kind}`).toBe(true);
            expect(verify(raw.replace(/^Subject:/m, "Subject: x"))).toBe(false);
            const { names } = checkMail(raw);
            expect(signedHeaders(raw)).toEqual(
                expect.arrayContaining(names.filter((name) => /^(from|to|subject|date|list-.*)$/.test(name))),
            );
        }
    });

    it("understands the answer of a calendar", async () => {
        await expectDeclineUnderstood(channel);
    });
});
