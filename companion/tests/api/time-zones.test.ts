/** Every name of a time zone that Node, PostgreSQL or Odoo knows is taken, and answered by today's. */
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, freshDay } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { asAdmin, stackOfTests } from "../support/stack.js";

interface SlotList {
    readonly timezone: string;
    readonly slots: readonly { start: string }[];
}

const stack = stackOfTests();
const DAY = 86_400_000;

describe("time zones of slots", () => {
    let companion: RunningCompanion;
    let client: Client;
    let range: string;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
        const day = freshDay();
        const to = new Date(day.getTime() + DAY).toISOString().slice(0, 10);
        range = `from=${day.toISOString().slice(0, 10)}&to=${to}&technician_id=${stack.technicians[0]?.id}`;
    });
    afterAll(() => companion.stop());

    function find(name: string) {
        return client.get<SlotList>(`/v1/slots?${range}&timezone=${encodeURIComponent(name)}`);
    }

    it("may have any name that Node, PostgreSQL, Odoo or the IANA knows", async () => {
        const { tz } = (await asAdmin(stack, "res.partner", "fields_get", { allfields: ["tz"] })) as {
            tz: { selection: [string, string][] };
        };
        const rows = await query<{ name: string }>(stack.odoo_database_url, "SELECT name FROM pg_timezone_names");
        const cldr = createRequire(import.meta.url)("cldr-bcp47/bcp47/timezone.json") as {
            keyword: { u: { tz: Record<string, { _alias?: string }> } };
        };
        const everyName = Object.values(cldr.keyword.u.tz).flatMap(({ _alias }) => _alias?.split(" ") ?? []);
        const lists = [
            Intl.supportedValuesOf("timeZone"),
            rows.map(({ name }) => name),
            tz.selection.map(([name]) => name),
            everyName.filter((name) => name !== "Etc/Unknown"),
        ];
        expect(lists.map(({ length }) => length > 200)).toEqual([true, true, true, true]);
        const names = [...new Set(lists.flat())];
        expect(names).toEqual(expect.arrayContaining(["Asia/Calcutta", "US/Pacific", "CET", "Europe/Kiev"]));
        const refused: string[] = [];
        const ask = async (): Promise<void> => {
            for (let name = names.pop(); name !== undefined; name = names.pop()) {
                const { status, body } = await find(name);
                if (status !== 200 || body.slots.length === 0) {
                    refused.push(name);
                }
            }
        };
        await Promise.all([ask(), ask(), ask(), ask()]);
        expect(refused).toEqual([]);
    }, 300_000);

    it.each([
        ["Asia/Calcutta", "Asia/Kolkata"],
        ["Europe/Kiev", "Europe/Kyiv"],
        ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
        ["US/Pacific", "America/Los_Angeles"],
        ["CET", "Europe/Brussels"],
        ["Europe/Berlin", "Europe/Berlin"],
        ["Etc/UTC", "UTC"],
    ])("are answered by today's name: %s is %s", async (name, today) => {
        const [asked, known] = await Promise.all([find(name), find(today)]);
        expect(asked.body.timezone).toBe(today);
        expect(asked.body.slots).toEqual(known.body.slots);
    });
});
