import type { Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { isoDate, moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

const ROWS = 500;
const MOST_NODES = 6000;

test(`${ROWS} rows: the last one is reached by keyboard and by mouse, and few elements are in the page`, async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const admin = await rpcOf("admin");
    const mark = unique("Machine");
    const names = Array.from({ length: ROWS }, (_, index) => `${mark} ${String(index + 1).padStart(3, "0")}`);
    const machines = await admin.call<number[]>("calendar.test.machine", "create", [names.map((name) => ({ name }))]);
    // Other journeys may have left machines of theirs.
    const all = await admin.call<number[]>("calendar.test.machine", "search", [[]]);
    const lastRow = all.indexOf(machines[ROWS - 1]!) + 3;
    const hours = ["09:00", "13:00"];
    const days = [emptyWeek.monday, emptyWeek.tuesday, emptyWeek.wednesday, emptyWeek.thursday, emptyWeek.friday];
    const jobs = await admin.call<number[]>("calendar.test.job", "create", [
        machines.flatMap((machine) =>
            days.flatMap((day) =>
                hours.map((hour) => ({
                    name: `${mark} job`,
                    machine_id: machine,
                    date_begin: moment(day, hour).stored,
                    date_end: moment(day, hour.replace(":00", ":45")).stored,
                })),
            ),
        ),
    ]);
    try {
        const page = await pageOf("admin", { width: 1920, height: 1080 });
        const board = new Board(page);
        const client = new WebClient(page);
        const nodes = (): Promise<number> =>
            page.evaluate(() => document.querySelectorAll(".o_sc_view, .o_sc_view *").length);
        const last = board.row(names[ROWS - 1]!);
        const date = isoDate(emptyWeek.wednesday);
        await client.open(`/odoo/calendar-test-jobs?date=${date}`);
        await expect(board.grid).toBeVisible({ timeout: 60_000 });
        await client.search(mark);
        await board.show("Week");

        await test.step("rows are counted, with the header and the one for what is not assigned", async () => {
            await expect(board.grid).toHaveAttribute("aria-rowcount", String(all.length + 2));
            expect(await nodes()).toBeLessThanOrEqual(MOST_NODES);
        });
        await test.step("by keyboard", async () => {
            await board.row(names[0]!).locator(".o_sc_block").first().focus();
            let pages = 0;
            for (; pages < ROWS && !(await last.locator(":focus").count()); pages++) {
                await page.keyboard.press("PageDown");
                await expect(board.grid.locator(":focus")).toBeInViewport();
                expect(await nodes()).toBeLessThanOrEqual(MOST_NODES);
            }
            await expect(last.locator(":focus")).toHaveCount(1);
            expect(pages).toBeLessThan(ROWS / 10);
            await expect(last).toHaveAttribute("aria-rowindex", String(lastRow));
        });
        await test.step("by mouse, with the row that has the focus staying in the page", async () => {
            const box = (await board.grid.boundingBox())!;
            await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
            await page.mouse.wheel(0, -1e6);
            await expect(board.row(names[0]!)).toBeInViewport();
            await expect(last).toHaveCount(1);
            expect(await nodes()).toBeLessThanOrEqual(MOST_NODES);
            await page.mouse.wheel(0, 1e6);
            await expect(last).toBeInViewport({ ratio: 0.9 });
            expect(await nodes()).toBeLessThanOrEqual(MOST_NODES);
            await expect(last.locator(".o_sc_block")).toHaveCount(days.length * hours.length);
        });
        await test.step("in a month as well", async () => {
            await board.show("Month");
            await expect(board.grid).toHaveAttribute("aria-rowcount", String(all.length + 2));
            expect(await nodes()).toBeLessThanOrEqual(MOST_NODES);
        });
    } finally {
        await admin.call("calendar.test.job", "unlink", [jobs]);
        await admin.call("calendar.test.machine", "unlink", [machines]);
    }
});

/** What sticks out of the window, or is cut off where it should be readable. */
async function misfits(page: Page, { mayScroll }: { mayScroll: boolean }): Promise<string[]> {
    return page.evaluate((isScrollable) => {
        const found: string[] = [];
        const grid = document.querySelector<HTMLElement>(".o_sc_board")!;
        const { right, bottom } = grid.getBoundingClientRect();
        const root = document.documentElement;
        if (root.scrollWidth > window.innerWidth) found.push(`the page is ${root.scrollWidth} wide`);
        if (Math.abs(right - window.innerWidth) > 1) found.push(`the board ends at ${right}`);
        if (Math.abs(bottom - window.innerHeight) > 1) found.push(`the board ends at ${bottom} below`);
        if (!isScrollable && grid.scrollWidth > grid.clientWidth) {
            found.push(`the board is ${grid.scrollWidth} wide in ${grid.clientWidth}`);
        }
        for (const node of document.querySelectorAll<HTMLElement>(".o_sc_toolbar > *, .o_sc_legend li")) {
            const box = node.getBoundingClientRect();
            if (box.left < 0 || box.right > window.innerWidth)
                found.push(`${node.className} from ${box.left} to ${box.right}`);
        }
        for (const node of grid.querySelectorAll<HTMLElement>(".o_sc_head, .o_sc_name_text, .o_sc_load, .o_sc_tick")) {
            if (node.scrollWidth > node.clientWidth + 1) {
                found.push(
                    `${node.className} “${node.textContent}” is ${node.scrollWidth} wide in ${node.clientWidth}`,
                );
            }
        }
        return found;
    }, mayScroll);
}

for (const width of [1280, 3840]) {
    test(`${width} pixels wide: nothing sticks out, nothing is cut`, async ({
        pageOf,
        rpcOf,
        picture,
        emptyWeek,
        unique,
    }) => {
        const { wednesday } = emptyWeek;
        await book(await rpcOf("manager"), {
            subject: unique("Wide"),
            technician: "technician",
            start: moment(wednesday, "10:00"),
            stop: moment(wednesday, "11:00"),
        });
        const page = await pageOf("manager", { width, height: Math.round((width * 9) / 16) });
        const board = new Board(page);
        await board.open(wednesday, "Day");
        for (const layout of ["Team", "Person"] as const) {
            await board.show(layout);
            for (const scale of ["Day", "Week", "Month"] as const) {
                await board.show(scale);
                await picture(page, `${layout}-${scale}`.toLowerCase());
                // Time that has to stay readable runs on to the right where the window is narrow.
                const mayScroll = layout === "Team" && width < 1920;
                expect(await misfits(page, { mayScroll }), `${layout} ${scale}`).toEqual([]);
            }
        }
    });
}

test("long texts stay inside of the details, and the form is titled with the visit", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    picture,
    unique,
}) => {
    const subject = `${unique("Long")} ${"Donaudampfschifffahrtsgesellschaft".repeat(3)}`;
    const manager = await rpcOf("manager");
    const visit = await book(manager, {
        subject,
        start: moment(emptyWeek.tuesday, "09:00"),
        stop: moment(emptyWeek.tuesday, "12:00"),
    });
    await manager.call("support.appointment", "write", [
        [visit.id],
        {
            location: `${"Lindenwurmgassenhinterhof".repeat(4)} ${"very long street ".repeat(8)}`,
            customer_name: `Zoe ${"Quartermain".repeat(8)}`,
            customer_email: `${"zoe.quartermain".repeat(4)}@${"nowhere".repeat(6)}.example`,
        },
    ]);
    const page = await pageOf("manager", { width: 1280, height: 900 });
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Day");
    // Its own text is cut.
    await board.blocks.first().click();
    await expect(board.details.locator("dd").first()).toBeVisible();
    const sticksOut = await board.details.evaluate((details) => {
        const box = details.getBoundingClientRect();
        const outside = [...details.querySelectorAll("dt, dd, dd *")].filter((node) => {
            const { left, right } = node.getBoundingClientRect();
            return right > box.right + 1 || left < box.left - 1;
        });
        return outside.map((node) => node.outerHTML.slice(0, 120));
    });
    await picture(page, "details-long");
    expect(sticksOut).toEqual([]);
    await board.details.locator(".o_sc_open").click();
    await expect(page.locator(".modal-title").first()).toContainText(`${visit.reference} Zoe Quartermain`);
});
