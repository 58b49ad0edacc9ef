import { Board } from "../support/board.ts";
import { moment } from "../support/dates.ts";
import { Finger } from "../support/finger.ts";
import type { Odoo } from "../support/odoo.ts";
import { unreachable } from "../support/reach.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

const LANDSCAPE = { width: 1024, height: 768, hasTouch: true };
const PORTRAIT = { width: 768, height: 1024, hasTouch: true };

async function startOf(odoo: Odoo, { id }: Visit): Promise<string> {
    return (await odoo.read<{ start: string }>("support.appointment", id, ["start"])).start;
}

test("on a tablet a finger that rests drags, and one that swipes scrolls", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const { friday } = emptyWeek;
    const manager = await rpcOf("manager");
    const [subject, created] = [unique("Touch"), unique("New by touch")];
    const visit = await book(manager, {
        subject,
        technician: "technician",
        start: moment(friday, "10:00"),
        stop: moment(friday, "11:00"),
    });
    const page = await pageOf("manager", LANDSCAPE);
    const board = new Board(page);
    const client = new WebClient(page);
    const finger = new Finger(page);
    await board.open(friday);
    const middle = async (): Promise<{ x: number; y: number }> => {
        const box = (await board.block(subject).boundingBox())!;
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };

    await test.step("a long press takes the visit along", async () => {
        const [from, ten, one] = [
            await middle(),
            await board.point("Tomas Brandt", "10:00 AM"),
            await board.point("Oliver Hughes", "01:00 PM"),
        ];
        await finger.hold(from, { x: from.x + one.x - ten.x, y: one.y });
        await expect(page.locator(".o_sc_ghost_text")).toContainText("01:00 PM – 02:00 PM");
        await picture(page, "drag");
        await finger.lift();
        await expect(board.blockOf("Oliver Hughes", subject)).toBeVisible();
        await expect.poll(() => startOf(manager, visit)).toBe(moment(friday, "13:00").stored);
    });
    await test.step("letting go is no tap: nothing opens", async () => {
        await expect(board.announcement).toContainText("Moved to Oliver Hughes");
        await expect(board.details).toHaveCount(0);
        await expect(client.dialog).toHaveCount(0);
    });
    await test.step("a swipe over the visit scrolls and moves nothing", async () => {
        await page.getByRole("button", { name: "24 h" }).tap();
        const scroll = (): Promise<number> => board.grid.evaluate((node) => node.scrollLeft);
        await expect.poll(scroll).toBeGreaterThan(0);
        const before = await scroll();
        const from = await middle();
        await finger.swipe(from, { x: from.x - 200, y: from.y });
        await expect.poll(scroll).toBeGreaterThan(before);
        await expect(page.locator(".o_sc_ghost")).toHaveCount(0);
        expect(await startOf(manager, visit)).toBe(moment(friday, "13:00").stored);
        // A tap while it still glides along does nothing but stop it.
        let last = NaN;
        await expect
            .poll(async () => {
                const [previous, now] = [last, await scroll()];
                last = now;
                return now === previous;
            })
            .toBe(true);
        await page.getByRole("button", { name: "24 h" }).tap();
        await expect(page.getByRole("button", { name: "24 h" })).toHaveAttribute("aria-pressed", "false");
    });
    await test.step("a long press on free time and a move choose the time of a new one", async () => {
        const [from, to] = [
            await board.point("Tomas Brandt", "01:00 PM"),
            await board.point("Tomas Brandt", "02:00 PM"),
        ];
        await finger.hold({ x: from.x + 4, y: from.y }, { x: to.x - 4, y: to.y });
        await finger.lift();
        await client.dialog.getByRole("textbox", { name: "Subject" }).fill(created);
        await client.dialog.locator('[name="customer_name"] input').fill("Emilia Sommer");
        await client.dialog.getByRole("button", { name: "Save", exact: true }).tap();
        await expect(board.blockOf("Tomas Brandt", created)).toHaveAttribute("aria-label", /01:00 PM – 02:00 PM/);
    });
});

for (const [name, screen] of [
    ["a tablet", LANDSCAPE],
    ["a narrow window", PORTRAIT],
] as const) {
    test(`on ${name} everything works without a drag`, async ({ pageOf, rpcOf, picture, emptyWeek, unique }) => {
        const { friday } = emptyWeek;
        const manager = await rpcOf("manager");
        const subject = unique("Tap");
        const visit = await book(manager, {
            subject,
            technician: "technician",
            start: moment(friday, "10:00"),
            stop: moment(friday, "11:00"),
        });
        const page = await pageOf("manager", screen);
        const board = new Board(page);
        const client = new WebClient(page);
        await board.open(friday);
        await picture(page, "board");
        expect(await unreachable(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);

        await test.step("move by the dialog", async () => {
            await board.block(subject).tap();
            await expect(board.details).toBeInViewport({ ratio: 1 });
            await board.details.getByRole("button", { name: "Move to…" }).tap();
            await client.dialog.getByLabel("Start").fill(moment(friday, "13:00").typed);
            await client.dialog.getByRole("button", { name: "Move", exact: true }).tap();
            await expect(board.announcement).toContainText("Moved to ");
            expect(await startOf(manager, visit)).toBe(moment(friday, "13:00").stored);
        });
        await test.step("edit", async () => {
            await board.block(subject).tap();
            await board.details.getByRole("button", { name: "Edit" }).tap();
            await client.dialog.getByRole("textbox", { name: "Subject" }).fill(`${subject} again`);
            await client.dialog.getByRole("button", { name: "Save", exact: true }).tap();
            await expect(board.block(`${subject} again`)).toBeVisible();
        });
        await test.step("cancel", async () => {
            await board.block(subject).tap();
            await board.details.getByRole("button", { name: "Cancel…" }).tap();
            await client.dialog.getByRole("textbox", { name: "Reason" }).fill("Not needed any more");
            await client.dialog.getByRole("button", { name: "Cancel Appointment" }).tap();
            await expect(board.block(subject)).toHaveClass(/o_sc_free/);
        });
    });
}
