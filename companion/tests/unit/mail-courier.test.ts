import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../../src/log.js";
import { Courier } from "../../src/mail/courier.js";
import type { MailJournal } from "../../src/mail/journal.js";
import type { MailServer } from "../../src/mail/smtp.js";
import { Metrics } from "../../src/metrics.js";
import type { ClaimedMail, Facade, MailOutcome } from "../../src/odoo/facade.js";

type MailFacade = Pick<Facade, "claimMail" | "reportMail">;

function mail(id: number, attempt = 1): ClaimedMail {
    const message = Buffer.from("Subject: x\r\n\r\nx\r\n").toString("base64");
    const addresses = { sender: "a@example.com", recipient: `${id}@example.com` };
    return { id, attempt, message_id: `<${id}@example.com>`, ...addresses, message };
}

describe("the courier", () => {
    let courier: Courier | undefined;
    afterEach(() => courier?.stop(0));

    /** Starts one whose Odoo hands out these batches of mails, and which differs from a plain one in what is given. */
    function start(
        batches: ClaimedMail[][],
        different: Partial<MailFacade & MailServer & MailJournal> = {},
    ): { courier: Courier; outcomes: MailOutcome[] } {
        const outcomes: MailOutcome[] = [];
        const facade: MailFacade = {
            claimMail: () => {
                const mails = batches.shift() ?? [];
                return Promise.resolve({ ok: true, lease_seconds: 180, more: batches.length > 0, mails });
            },
            reportMail: (told) => {
                outcomes.push(...told);
                return Promise.resolve({ ok: true, recorded: told.length });
            },
            ...different,
        };
        const server: MailServer = {
            send: () => Promise.resolve(),
            verify: () => Promise.resolve(),
            close: () => undefined,
            ...different,
        };
        const journal: MailJournal = {
            remember: () => Promise.resolve(),
            forget: () => Promise.resolve(),
            orphans: () => Promise.resolve([]),
            known: () => Promise.resolve(new Set()),
            ...different,
        };
        courier = new Courier(facade, server, journal, new Metrics(), createLogger("silent"), {
            concurrency: 2,
            pollMs: 10,
            deliveryLimitMs: 1_000,
        });
        courier.start();
        return { courier, outcomes };
    }

    it("starts no mail before the journal has said whether it was delivered, however busy it is", async () => {
        const sent: string[] = [];
        const { outcomes } = start([[1, 2, 3, 4, 5, 6].map((id) => mail(id)), [mail(7)]], {
            send: async ({ recipient }) => {
                sent.push(recipient);
                await sleep(5);
            },
            known: async (ids) => {
                if (!ids.includes("<7@example.com>")) {
                    return new Set();
                }
                // A database takes its time while deliveries end.
                await vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(6));
                await sleep(50);
                return new Set(["<7@example.com>"]);
            },
        });
        await vi.waitFor(() => expect(outcomes).toHaveLength(7));
        expect(sent).toEqual([1, 2, 3, 4, 5, 6].map((id) => `${id}@example.com`));
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(7).fill("sent"));
    });

    it("does not send what a companion that is gone has sent, also where it was claimed while that was reported", async () => {
        const known = new Set(["<1@example.com>"]);
        const send = vi.fn().mockResolvedValue(undefined);
        const told: MailOutcome[] = [];
        let handOut: () => void = () => undefined;
        const claimed = new Promise<void>((resolve) => (handOut = resolve));
        const batches = [[mail(1, 2)]];
        start([], {
            send,
            orphans: () => Promise.resolve([{ message_id: "<1@example.com>", notification_id: 1, attempt: 1 }]),
            known: (ids) => Promise.resolve(new Set(ids.filter((id) => known.has(id)))),
            forget: (ids) => Promise.resolve(ids.forEach((id) => known.delete(id))),
            claimMail: async () => {
                await claimed;
                return { ok: true, lease_seconds: 180, more: false, mails: batches.shift() ?? [] };
            },
            reportMail: (outcomes) => {
                told.push(...outcomes);
                const current = outcomes.filter(({ attempt }) => attempt === 2).map(({ id }) => id);
                return Promise.resolve({ ok: true, recorded: current.length, settled: current });
            },
        });
        await vi.waitFor(() => expect(told).toMatchObject([{ id: 1, attempt: 1 }]));
        await sleep(20);
        handOut();
        await vi.waitFor(() => expect(told[1]).toMatchObject({ id: 1, attempt: 2, outcome: "sent" }));
        await vi.waitFor(() => expect(known.size).toBe(0));
        expect(send).not.toHaveBeenCalled();
    });

    it("lets go of every delivery, however it ended, and breaks off those that last too long", async () => {
        const signals: AbortSignal[] = [];
        const { courier: each, outcomes } = start([[1, 2, 3, 4].map((id) => mail(id))], {
            send: ({ recipient }, signal) => {
                signals.push(signal);
                if (recipient === "1@example.com") {
                    return Promise.reject(Object.assign(new Error("550"), { responseCode: 550, permanent: true }));
                }
                return recipient < "4"
                    ? Promise.resolve()
                    : new Promise((_, reject) => {
                          signal.addEventListener("abort", () => reject(new Error("aborted")));
                      });
            },
        });
        await vi.waitFor(() => expect(signals).toHaveLength(4));
        await vi.waitFor(() => expect(each.inDelivery).toBe(1));
        await vi.waitFor(() => expect(outcomes).toHaveLength(4), { timeout: 3_000 });
        expect(each.inDelivery).toBe(0);
        expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false, true]);
        expect(outcomes.map(({ outcome }) => outcome)).toEqual(["failed", "sent", "sent", "failed"]);
    });

    it("breaks off what is in delivery when it has to end", async () => {
        const { courier: each, outcomes } = start([[mail(1)]], {
            send: (_letter, signal) =>
                new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")))),
        });
        await vi.waitFor(() => expect(each.inDelivery).toBe(1));
        await each.stop(10);
        expect(each.inDelivery).toBe(0);
        expect(outcomes).toMatchObject([{ outcome: "failed", error: "aborted" }]);
    });

    it("tells Odoo whose mail a server refused, and nobody else", async () => {
        const words = "421 4.7.0 <1@example.com>: go away";
        const { courier: each, outcomes } = start([[mail(1)]], {
            send: () => Promise.reject(Object.assign(new Error(words), { responseCode: 421 })),
            verify: vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(new Error(words)),
        });
        await vi.waitFor(() => expect(outcomes).toMatchObject([{ outcome: "failed", error: words }]));
        expect(each.health).toEqual({
            ok: false,
            reason: "The mail server cannot be used: 421 4.7.0 <…>: go away",
        });
    });
});
