import type { Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { isoDate, moment, today, type Day } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

const asked = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

async function expectAsked(page: Page, values: Record<string, string | null>): Promise<void> {
    const names = Object.keys(values);
    await expect.poll(() => Object.fromEntries(names.map((name) => [name, asked(page, name)]))).toEqual(values);
}

function dayTitle(day: Day): string {
    return new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" }).format(day * 24 * 3600 * 1000);
}

test("the address says which day is shown: reload, back and forward return to it", async ({ pageOf, emptyWeek }) => {
    const page = await pageOf("manager");
    const board = new Board(page);
    const title = page.locator(".o_sc_title");
    const next = page.getByRole("button", { name: "Next", exact: true });
    await board.open(emptyWeek.monday);
    await next.click();
    await expect(title).toHaveText(dayTitle(emptyWeek.tuesday));
    await expectAsked(page, { date: isoDate(emptyWeek.tuesday), scale: "day" });
    await next.click();
    await expectAsked(page, { date: isoDate(emptyWeek.wednesday), scale: "day" });

    await test.step("back and forward", async () => {
        await page.goBack();
        await expect(title).toHaveText(dayTitle(emptyWeek.tuesday));
        await expectAsked(page, { date: isoDate(emptyWeek.tuesday) });
        await page.goForward();
        await expect(title).toHaveText(dayTitle(emptyWeek.wednesday));
        await page.goBack();
        await expect(title).toHaveText(dayTitle(emptyWeek.tuesday));
    });
    await test.step("reload", async () => {
        await page.reload();
        await expect(title).toHaveText(dayTitle(emptyWeek.tuesday));
    });
    await test.step("the period and whose board it is, too", async () => {
        await board.show("Person");
        const [oliver] = await page.getByLabel("Person", { exact: true }).selectOption("Oliver Hughes");
        await expectAsked(page, { resource: oliver! });
        await board.show("Week");
        await expectAsked(page, { date: isoDate(emptyWeek.tuesday), scale: "week" });
        await page.reload();
        await expect(page.getByLabel("Person", { exact: true }).locator(":checked")).toHaveText("Oliver Hughes");
        await expect(page.getByRole("button", { name: "Week", exact: true })).toHaveAttribute("aria-pressed", "true");
        await page.goBack();
        await expect(page.getByRole("button", { name: "Day", exact: true })).toHaveAttribute("aria-pressed", "true");
        await expect(page.getByLabel("Person", { exact: true }).locator(":checked")).toHaveText("Oliver Hughes");
        await board.show("Team");
    });
    await test.step("today has no date in the address, so that a bookmark of it goes on with the days", async () => {
        await page.getByRole("button", { name: "Today", exact: true }).click();
        await expect(title).toHaveText(dayTitle(today()));
        await expectAsked(page, { date: null });
    });
});

test("back from another page finds the day, and the menu opens today", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const subject = unique("Left for");
    await book(await rpcOf("manager"), {
        subject,
        technician: "technician",
        start: moment(emptyWeek.thursday, "10:00"),
        stop: moment(emptyWeek.thursday, "11:00"),
    });
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    const title = page.locator(".o_sc_title");
    await board.open(emptyWeek.wednesday);
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await expectAsked(page, { date: isoDate(emptyWeek.thursday) });

    await test.step("from a list, by the browser's way back", async () => {
        await client.switchTo("list");
        await expectAsked(page, { date: null });
        await page.goBack();
        await expect(title).toHaveText(dayTitle(emptyWeek.thursday));
        await expect(board.block(subject)).toBeVisible();
    });
    await test.step("a step that is at once followed by leaving is kept as well", async () => {
        await page.getByRole("button", { name: "Next", exact: true }).click();
        await client.switchTo("list");
        await page.goBack();
        await expect(title).toHaveText(dayTitle(emptyWeek.friday));
    });
    await test.step("the menu opens today, whatever the address was", async () => {
        await client.menu("Schedule");
        await expect(title).toHaveText(dayTitle(today()));
        await expectAsked(page, { date: null });
    });
    await test.step("what is no date, scale or person is passed over", async () => {
        await page.goto("/odoo/support-schedule?date=2026-02-30&scale=century&resource=nobody");
        await expect(title).toHaveText(dayTitle(today()));
        await page.goto("/odoo/support-schedule?resource=-5&scale=day");
        await expect(board.grid).toBeVisible();
    });
});
