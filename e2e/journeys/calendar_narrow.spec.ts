import type { Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { isoDate, moment, type Week } from "../support/dates.ts";
import { logIn } from "../support/languages.ts";
import type { Odoo } from "../support/odoo.ts";
import { unreachable } from "../support/reach.ts";
import { inHebrew } from "../support/right_to_left.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";

/** Least height of a board of which something can be seen. */
const LEAST_HEIGHT = 128;

const SCREENS = [
    ["the narrowest phone", { width: 320, height: 568, hasTouch: true }],
    ["a phone", { width: 390, height: 844, hasTouch: true }],
    ["a window at 200 %", { width: 683, height: 384 }],
    ["a window at 400 %", { width: 342, height: 192 }],
] as const;

const bookOnWednesday = (manager: Odoo, subject: string, { wednesday }: Week): Promise<Visit> =>
    book(manager, {
        subject,
        technician: "technician",
        start: moment(wednesday, "10:00"),
        stop: moment(wednesday, "11:00"),
    });

/** What sticks out of the window sideways, or is cut although it should be readable. */
const misfits = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
        const found: string[] = [];
        const grid = document.querySelector<HTMLElement>(".o_sc_board")!;
        const { left, right } = grid.getBoundingClientRect();
        if (document.documentElement.scrollWidth > window.innerWidth) found.push("the page scrolls sideways");
        if (Math.abs(left) > 1 || Math.abs(right - window.innerWidth) > 1)
            found.push(`the board is from ${left} to ${right}`);
        const texts = ".o_sc_toolbar .btn, .o_sc_title, .o_sc_head, .o_sc_load, .o_sc_tick, .o_sc_head_load";
        for (const node of document.querySelectorAll<HTMLElement>(texts)) {
            const { clientWidth, scrollWidth, textContent } = node;
            // What is one line high has no size of its own.
            if (clientWidth && scrollWidth > clientWidth + 1)
                found.push(`${node.className} “${textContent}” is ${scrollWidth} wide in ${clientWidth}`);
        }
        return found;
    });

for (const [name, screen] of SCREENS) {
    test(`${name} shows the board of the link's day first, and all of it can be reached`, async ({
        pageOf,
        rpcOf,
        picture,
        emptyWeek,
        unique,
    }) => {
        const { wednesday } = emptyWeek;
        const manager = await rpcOf("manager");
        const subject = unique("Narrow");
        await bookOnWednesday(manager, subject, emptyWeek);
        const page = await pageOf("manager", screen);
        const board = new Board(page);
        await board.open(wednesday);
        await expect(page).toHaveURL(new RegExp(`date=${isoDate(wednesday)}`));

        for (const layout of ["Team", "Person"] as const) {
            await board.show(layout);
            for (const scale of ["Day", "Week", "Month"] as const) {
                await test.step(`${layout} ${scale}`, async () => {
                    await board.show(scale);
                    await picture(page, `${layout}-${scale}`.toLowerCase());
                    expect(await misfits(page)).toEqual([]);
                    expect(await unreachable(page)).toEqual([]);
                    await board.grid.scrollIntoViewIfNeeded();
                    await board.grid.evaluate((node) => node.scrollIntoView({ block: "end" }));
                    await picture(page, `${layout}-${scale}-below`.toLowerCase());
                    const { y, height } = (await board.grid.boundingBox())!;
                    expect(height).toBeGreaterThanOrEqual(LEAST_HEIGHT);
                    expect(y + height).toBeLessThanOrEqual(screen.height + 1);
                    expect(y).toBeGreaterThanOrEqual(0);
                    // Names and hours leave room for time.
                    const side = await board.grid.evaluate((node) =>
                        parseFloat(getComputedStyle(node).getPropertyValue("--o-sc-side")),
                    );
                    expect(side).toBeLessThan(screen.width / 3);
                });
            }
        }

        await test.step("the legend unfolds", async () => {
            const legend = page.getByRole("list", { name: "Legend" });
            const button = page.getByRole("button", { name: "Legend" });
            await expect(legend).toBeHidden();
            await expect(button).toHaveAttribute("aria-expanded", "false");
            await button.click();
            await expect(button).toHaveAttribute("aria-expanded", "true");
            await expect(legend).toBeVisible();
            await button.click();
            await expect(legend).toBeHidden();
        });
        await test.step("the Tab key gets into the board and out of it again, both ways", async () => {
            await board.show("Team");
            await board.show("Day");
            const isInBoard = (): Promise<boolean> =>
                page.evaluate(() => document.activeElement!.closest(".o_sc_board") !== null);
            const block = board.block(subject);
            await block.focus();
            await expect(block).toBeInViewport();
            await page.keyboard.press("Shift+Tab");
            await expect(page.getByRole("button", { name: "Keyboard help" })).toBeFocused();
            await page.keyboard.press("Tab");
            await expect.poll(isInBoard).toBe(true);
            await expect(board.grid.locator(":focus")).toBeInViewport();
            await page.keyboard.press("Tab");
            await expect.poll(isInBoard).toBe(false);
        });
        await test.step("the wheel over the board scrolls on to the page where the board ends", async () => {
            const top = (): Promise<number> => board.grid.evaluate((node) => node.getBoundingClientRect().top);
            await board.grid.evaluate((node) => node.scrollIntoView({ block: "end" }));
            const before = await top();
            const box = (await board.grid.boundingBox())!;
            await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
            const canScroll = await page.evaluate(() =>
                [...document.querySelectorAll(".o_action, .o_content")].some((node) => node.scrollTop > 0),
            );
            await expect
                .poll(async () => {
                    await page.mouse.wheel(0, -400);
                    return (await top()) > before;
                })
                .toBe(canScroll);
        });
    });
}

test("the text of a bar of several days stays in sight as long as the bar does", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const { tuesday, thursday } = emptyWeek;
    const subject = unique("Long");
    await book(await rpcOf("manager"), {
        subject,
        technician: "technician",
        start: moment(tuesday, "09:00"),
        stop: moment(thursday, "17:00"),
    });
    const page = await pageOf("manager", { width: 683, height: 500 });
    const board = new Board(page);
    await board.open(tuesday);
    for (const scale of ["Week", "Month"] as const) {
        await test.step(scale, async () => {
            await board.show(scale);
            const block = board.block(subject);
            const label = block.locator(".o_sc_label");
            await expect(label).toContainText(subject);
            await block.scrollIntoViewIfNeeded();
            /** Where bar and text begin, from the edge of the names on. */
            const starts = (): Promise<{ bar: number; text: number }> =>
                block.evaluate((bar) => {
                    const grid = bar.closest(".o_sc_board")!;
                    const side = parseFloat(getComputedStyle(grid).getPropertyValue("--o-sc-side"));
                    const edge = grid.getBoundingClientRect().left + side;
                    const startOf = (node: Element): number => node.getBoundingClientRect().left - edge;
                    return { bar: startOf(bar), text: startOf(bar.querySelector(".o_sc_label")!) };
                });
            await board.grid.evaluate((grid, to) => grid.scrollBy(to, 0), (await starts()).bar + 150);
            await expect.poll(async () => Math.round((await starts()).bar)).toBe(-150);
            await picture(page, `label-${scale}`.toLowerCase());
            const { text } = await starts();
            expect(text).toBeGreaterThanOrEqual(0);
            expect(text).toBeLessThan(12);
        });
    }
});

test("from right to left, the narrowest window is the mirror image: names on the right, texts in sight", async ({
    browser,
    baseURL,
    rpcOf,
    problems,
    picture,
    emptyWeek,
    unique,
}) => {
    const { tuesday, thursday } = emptyWeek;
    const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
    const subject = unique("Rtl");
    await book(manager, {
        subject,
        technician: "technician",
        start: moment(tuesday, "09:00"),
        stop: moment(thursday, "17:00"),
    });
    await inHebrew(admin, manager.uid, async () => {
        const context = await browser.newContext({
            viewport: { width: 320, height: 568 },
            timezoneId: "Europe/Berlin",
            ...(baseURL === undefined ? {} : { baseURL }),
        });
        problems.watch(context);
        const page = await context.newPage();
        const grid = page.locator(".o_sc_board");
        await logIn(page, "manager");
        await page.goto(`/odoo/support-schedule?date=${isoDate(tuesday)}`);
        for (const layout of ["user", "users"]) {
            await page.locator(`.o_sc_toolbar .fa-${layout}`).click();
            for (const scale of ["day", "month", "week"]) {
                await test.step(`${layout} ${scale}`, async () => {
                    const button = page.locator(`.o_sc_scale_${scale}`);
                    await button.click();
                    await expect(button).toHaveAttribute("aria-pressed", "true");
                    await picture(page, `${layout}-${scale}`);
                    expect(await misfits(page)).toEqual([]);
                    expect(await unreachable(page)).toEqual([]);
                });
            }
        }
        const bar = grid.locator(".o_sc_block").filter({ hasText: subject });
        await bar.scrollIntoViewIfNeeded();
        /** How far bar and text begin to the left of the edge of the names. */
        const starts = (): Promise<{ bar: number; text: number }> =>
            bar.evaluate((node) => {
                const board = node.closest(".o_sc_board")!;
                const side = parseFloat(getComputedStyle(board).getPropertyValue("--o-sc-side"));
                const edge = board.getBoundingClientRect().right - side;
                const startOf = (of: Element): number => edge - of.getBoundingClientRect().right;
                return { bar: startOf(node), text: startOf(node.querySelector(".o_sc_label")!) };
            });
        await grid.evaluate((board, to) => board.scrollBy(-to, 0), (await starts()).bar + 150);
        await expect.poll(async () => Math.round((await starts()).bar)).toBe(-150);
        await picture(page, "label");
        const { text } = await starts();
        expect(text).toBeGreaterThanOrEqual(0);
        expect(text).toBeLessThan(12);
        await context.close();
    });
});
