import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { createLogger } from "../../src/log.js";
import { Courier } from "../../src/mail/courier.js";
import type { MailJournal } from "../../src/mail/journal.js";
import type { MailServer } from "../../src/mail/smtp.js";
import { Metrics } from "../../src/metrics.js";
import type { ClaimedMail, Facade, MailOutcome } from "../../src/odoo/facade.js";

function mail(id: number): ClaimedMail {
    const message = Buffer.from("Subject: x\r\n\r\nx\r\n").toString("base64");
    const addresses = { sender: "a@example.com", recipient: `${id}@example.com` };
    return { id, attempt: 1, message_id: `<${id}@example.com>`, ...addresses, message };
}

describe("the courier", () => {
    it("starts no mail before the journal has said whether it was delivered, however busy it is", async () => {
        const batches = [[1, 2, 3, 4, 5, 6], [7]];
        const sent: string[] = [];
        const outcomes: MailOutcome[] = [];
        const facade: Pick<Facade, "claimMail" | "reportMail"> = {
            claimMail: () => {
                const mails = (batches.shift() ?? []).map(mail);
                return Promise.resolve({ ok: true, lease_seconds: 180, more: batches.length > 0, mails });
            },
            reportMail: (told) => {
                outcomes.push(...told);
                return Promise.resolve({ ok: true, recorded: told.length });
            },
        };
        const server: MailServer = {
            send: async ({ recipient }) => {
                sent.push(recipient);
                await sleep(5);
            },
            verify: () => Promise.resolve(),
            close: () => undefined,
        };
        const journal: MailJournal = {
            remember: () => Promise.resolve(),
            forget: () => Promise.resolve(),
            orphans: () => Promise.resolve([]),
            known: async (ids) => {
                if (!ids.includes("<7@example.com>")) {
                    return new Set();
                }
                // A database takes its time while deliveries end.
                await vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(6));
                await sleep(50);
                return new Set(["<7@example.com>"]);
            },
        };
        const courier = new Courier(facade, server, journal, new Metrics(), createLogger("silent"), {
            concurrency: 2,
            pollMs: 10,
            deliveryLimitMs: 1_000,
        });
        courier.start();
        await vi.waitFor(() => expect(outcomes).toHaveLength(7));
        await courier.stop(1_000);
        expect(sent).toEqual([1, 2, 3, 4, 5, 6].map((id) => `${id}@example.com`));
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(7).fill("sent"));
    });
});
