import { describe, expect, it } from "vitest";
import { MailReporter, type Report } from "../../src/mail/reporter.js";

function reports(...numbers: number[]): Report[] {
    return numbers.map((id) => ({
        id,
        attempt: 1,
        message_id: `<${id}@example.com>`,
        outcome: "sent",
        permanent: false,
        error: "",
    }));
}

/** A reporter, what it has told, and what it has taken out of the journal. */
function reporter(
    refusals = 0,
    settled?: number[],
): { reporter: MailReporter; told: number[][]; forgotten: string[]; errors: unknown[] } {
    const told: number[][] = [];
    const forgotten: string[] = [];
    const errors: unknown[] = [];
    const facade = {
        reportMail: (outcomes: readonly { id: number }[]) => {
            if (refusals-- > 0) {
                return Promise.reject(new Error("down"));
            }
            told.push(outcomes.map(({ id }) => id));
            return Promise.resolve({ ok: true as const, recorded: outcomes.length, settled });
        },
    };
    const journal = { forget: (ids: readonly string[]) => Promise.resolve(void forgotten.push(...ids)) };
    return { reporter: new MailReporter(facade, journal, (error) => errors.push(error)), told, forgotten, errors };
}

describe("reports of mail", () => {
    it("that end within a moment are told together", async () => {
        const { reporter: each, told, forgotten } = reporter();
        for (const report of reports(1, 2, 3)) {
            each.add(report);
            await Promise.resolve();
        }
        await each.settle(5_000);
        expect(told).toEqual([[1, 2, 3]]);
        expect(forgotten).toEqual(["<1@example.com>", "<2@example.com>", "<3@example.com>"]);
    });

    it("are told in calls of a bounded size, in their order", async () => {
        const numbers = Array.from({ length: 450 }, (_, index) => index);
        const { reporter: each, told } = reporter();
        reports(...numbers).forEach((report) => each.add(report));
        await each.settle(5_000);
        expect(told.map((batch) => batch.length)).toEqual([200, 200, 50]);
        expect(told.flat()).toEqual(numbers);
    });

    it("that Odoo did not hear are told again, and stay in the journal until it has", async () => {
        const { reporter: each, told, forgotten, errors } = reporter(1);
        reports(1, 2).forEach((report) => each.add(report));
        await each.settle(5_000);
        expect(errors).toHaveLength(1);
        expect(told).toEqual([[1, 2]]);
        expect(forgotten).toHaveLength(2);
    });

    it("are told once, however often they are added, but for each claim", async () => {
        const { reporter: each, told } = reporter(1);
        [...reports(1, 2), ...reports(1, 2)].forEach((report) => each.add(report));
        reports(1).forEach((report) => each.add({ ...report, attempt: 2 }));
        await each.settle(5_000);
        expect(told).toEqual([[1, 2, 1]]);
    });

    it("that Odoo has no use for leave the journal as soon as the mail is not handed out again", async () => {
        const { reporter: each, forgotten } = reporter(0, [2]);
        reports(1, 2).forEach((report) => each.add(report));
        await each.settle(5_000);
        expect(forgotten).toEqual(["<2@example.com>"]);
    });

    it("of what was not sent leave the journal alone", async () => {
        const { reporter: each, told, forgotten } = reporter();
        reports(1).forEach((report) => each.add({ ...report, outcome: "released" }));
        await each.settle(5_000);
        expect(told).toEqual([[1]]);
        expect(forgotten).toEqual([]);
    });
});
