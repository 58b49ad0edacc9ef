import { Board } from "../support/board.ts";
import { isoDate, moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

// The day in Auckland begins when that of Berlin is still half the day before.
for (const timezoneId of ["America/Los_Angeles", "Pacific/Auckland"]) {
    test(`who plans from ${timezoneId} sees and types times of their own zone, on the board and in forms`, async ({
        pageOf,
        rpcOf,
        picture,
        emptyWeek,
        unique,
    }) => {
        const subject = unique("From abroad");
        const manager = await rpcOf("manager");
        const { tuesday, wednesday } = emptyWeek;
        const visit = await book(manager, {
            subject,
            technician: "technician",
            start: moment(tuesday, "10:00"),
            stop: moment(tuesday, "11:00"),
        });
        const start = async (): Promise<string> =>
            (await manager.read<{ start: string }>("support.appointment", visit.id, ["start"])).start;
        const page = await pageOf("manager", { timezoneId });
        const board = new Board(page);
        const client = new WebClient(page);
        await board.open(tuesday);
        await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM – 11:00 AM/);
        await picture(page, "board");

        await test.step("the form says the same as the board", async () => {
            await board.block(subject).dblclick();
            await expect(client.dialog.locator('[name="start"]')).toContainText("10:00");
            await client.dialog.getByRole("button", { name: "Discard" }).click();
            await expect(client.dialog).toHaveCount(0);
        });
        await test.step("what is typed is meant so", async () => {
            await board.block(subject).focus();
            await page.keyboard.press("e");
            await client.dialog.getByLabel("Start").fill(moment(wednesday, "13:00").typed);
            await page.keyboard.press("Tab");
            await client.dialog.getByRole("button", { name: "Move", exact: true }).click();
            await expect.poll(start).toBe(moment(wednesday, "13:00").stored);
        });
        await test.step("the page of the visit, too", async () => {
            await page.goto(`/odoo/support-appointments/${visit.id}`);
            await expect(page.locator('.o_form_view [name="start"]')).toContainText("1:00");
        });
        await test.step("today is the user's", async () => {
            const clock = `${moment(tuesday, "23:30").stored.replace(" ", "T")}Z`;
            await page.clock.install({ time: clock });
            await page.goto("/odoo/support-schedule?scale=day");
            await expect(page.locator(".o_sc_title")).toContainText(
                new Date(`${isoDate(tuesday)}T00:00Z`).toLocaleDateString("en-US", {
                    dateStyle: "full",
                    timeZone: "UTC",
                }),
            );
        });
    });
}
