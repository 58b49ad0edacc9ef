import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, Client, freshDay, order } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { stackOfTests } from "../support/stack.js";

interface SlotList {
    readonly timezone: string;
    readonly slots: readonly { start: string; end: string; technician_ids: number[] }[];
}

const stack = stackOfTests();
const everybody = stack.technicians.map((technician) => technician.id);

function dateOf(day: Date): string {
    return day.toISOString().slice(0, 10);
}

describe("free slots", () => {
    let companion: RunningCompanion;
    let client: Client;
    beforeAll(async () => {
        companion = await startCompanion(stack);
        client = new Client(companion.url, stack.keys.full.secret);
    });
    afterAll(() => companion.stop());

    async function find(day: Date, more = ""): Promise<SlotList> {
        const next = new Date(day.getTime() + 86_400_000);
        const path = `/v1/slots?from=${dateOf(day)}&to=${dateOf(next)}&duration_minutes=60${more}`;
        const answer = await client.get<SlotList>(path);
        expect(answer.status, answer.text).toBe(200);
        return answer.body;
    }

    it("are those in working hours, with offsets of the time zone asked for", async () => {
        const day = freshDay();
        const { slots, timezone } = await find(day);
        expect(timezone).toBe("UTC");
        expect(slots).toHaveLength(27);
        expect(slots[0]).toEqual({
            start: at(day, 6).replace("Z", "+00:00"),
            end: at(day, 7).replace("Z", "+00:00"),
            technician_ids: expect.arrayContaining(everybody) as number[],
        });
        const kathmandu = await find(day, "&timezone=Asia/Kathmandu&step_minutes=60");
        expect(kathmandu.slots.every((slot) => /T\d\d:00:00\+05:45$/.test(slot.start))).toBe(true);
    });

    it("leave out what is booked, and come back when it is cancelled", async () => {
        const day = freshDay();
        const [technician] = everybody as [number];
        const booked = await client.book(order(at(day, 9), { technician_id: technician }));
        const starts = async (): Promise<number[]> =>
            (await find(day, `&technician_id=${technician}`)).slots.map((slot) => Date.parse(slot.start));
        expect(await starts()).not.toContain(Date.parse(at(day, 9)));
        expect(await starts()).not.toContain(Date.parse(at(day, 8.5)));
        expect(await starts()).toContain(Date.parse(at(day, 8)));
        await client.cancel(booked.body.id, booked.headers.get("etag") ?? "");
        expect(await starts()).toContain(Date.parse(at(day, 9)));
    });

    it("can all be booked", async () => {
        const day = freshDay();
        const { slots } = await find(day, "&step_minutes=60");
        for (const slot of slots.slice(0, 4)) {
            const [technician] = slot.technician_ids;
            const booked = await client.book(order(slot.start, { technician_id: technician }));
            expect(booked.status).toBe(201);
        }
    });

    it("are the same for dates and for instants", async () => {
        const day = freshDay();
        const byDate = await find(day);
        const answer = await client.get<SlotList>(
            `/v1/slots?from=${at(day, 0)}&to=${encodeURIComponent(at(day, 24).replace("Z", "+00:00"))}&duration_minutes=60`,
        );
        expect(answer.body.slots).toEqual(byDate.slots);
    });

    it("have the default duration unless one is asked for", async () => {
        const day = freshDay();
        const answer = await client.get<SlotList>(`/v1/slots?from=${at(day, 8)}&to=${at(day, 10)}`);
        const [slot] = answer.body.slots;
        expect(Date.parse(slot?.end ?? "") - Date.parse(slot?.start ?? "")).toBe(3_600_000);
    });

    it.each([
        ["to", "from=2030-01-02&to=2030-01-02"],
        ["to", "from=2030-01-01&to=2030-02-02"],
        ["from", "from=tomorrow&to=2030-01-02"],
        ["from", "to=2030-01-02"],
        ["timezone", "from=2030-01-01&to=2030-01-02&timezone=Mars/Olympus"],
        ["timezone", "from=2030-01-01&to=2030-01-02&timezone=PST"],
        ["duration_minutes", "from=2030-01-01&to=2030-01-02&duration_minutes=-5"],
        ["technician_id", "from=2030-01-01&to=2030-01-02&technician_id=1"],
        ["duration", "from=2030-01-01&to=2030-01-02&duration=60"],
        ["from", "from=2030-01-01&from=2030-01-03&to=2030-01-05"],
    ])("refuse a wrong %s: %s", async (name, query) => {
        const answer = await client.get(`/v1/slots?${query}`);
        expect([answer.status, answer.body.code]).toEqual([422, "validation_failed"]);
        expect(answer.body.errors?.map((error) => error.pointer)).toEqual([`#/${name}`]);
    });

    it("are offered for 31 days at once", async () => {
        const day = freshDay();
        const to = dateOf(new Date(day.getTime() + 31 * 86_400_000));
        const answer = await client.get<SlotList>(`/v1/slots?from=${dateOf(day)}&to=${to}&timezone=Europe/Berlin`);
        expect(answer.status).toBe(200);
        expect(answer.body.slots.length).toBeGreaterThan(700);
    });

    it("are found between instants with fractions of any length", async () => {
        const day = freshDay();
        const [from, to] = [9, 11].map((hours) => at(day, hours).replace("Z", ".1234567890Z"));
        const answer = await client.get<SlotList>(`/v1/slots?from=${from}&to=${to}`);
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("technician_ids")]);
    });

    it("name technicians who exist", async () => {
        const answer = await client.get<{ technicians: unknown[] }>("/v1/technicians");
        expect(answer.status).toBe(200);
        expect(answer.body.technicians).toEqual(expect.arrayContaining(stack.technicians));
    });
});
