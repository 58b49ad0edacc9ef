import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { AppointmentForm } from "../support/appointment_form.ts";
import { Board } from "../support/board.ts";
import { isoDate, moment, type Day } from "../support/dates.ts";
import { logIn } from "../support/languages.ts";
import { inHebrew } from "../support/right_to_left.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

const LAYOUTS = [
    { layout: "team", scale: "day" },
    { layout: "team", scale: "week" },
    { layout: "team", scale: "month" },
    { layout: "personal", scale: "week" },
    { layout: "personal", scale: "month" },
] as const;

/** By their signs, which have no language. */
async function show(page: Page, { layout, scale }: (typeof LAYOUTS)[number]): Promise<void> {
    const board = page.locator(`.o_sc_board.o_sc_${layout}.o_sc_${scale === "month" ? "month" : "timed"}`);
    await page.locator(`.o_sc_toolbar .fa-${layout === "team" ? "users" : "user"}`).click();
    await page.locator(`.o_sc_scale_${scale}`).click();
    await expect(page.locator(`.o_sc_scale_${scale}`)).toHaveAttribute("aria-pressed", "true");
    await expect(board).toBeVisible();
    await page.locator(".o_sc_title").hover();
}

/** How far things of the board are from where lines begin, and how wide they are, in pixels. */
async function places(page: Page): Promise<Record<string, string>> {
    return page.locator(".o_sc_board").evaluate((grid) => {
        const isRtl = getComputedStyle(grid).direction === "rtl";
        const { left } = grid.getBoundingClientRect();
        const from = left + grid.clientLeft;
        const to = from + grid.clientWidth;
        const found: Record<string, string> = {};
        const note = (name: string, node: Element): void => {
            if (node.getClientRects().length === 0) return;
            const box = node.getBoundingClientRect();
            const start = isRtl ? to - box.right : box.left - from;
            // Times are written differently, and are as wide as their text.
            found[name] = start.toFixed(0) + (node.matches(".o_sc_tick") ? "" : `+${box.width.toFixed(0)}`);
        };
        for (const node of grid.querySelectorAll<HTMLElement>(".o_sc_block")) note(`block ${node.dataset["id"]}`, node);
        for (const name of ["corner", "head", "tick", "line", "name", "column", "day_cell", "leave", "load_bar"]) {
            grid.querySelectorAll(`.o_sc_${name}`).forEach((node, index) => note(`${name} ${index}`, node));
        }
        return found;
    });
}

test("right to left: the board is the mirror image of the other direction", async ({
    browser,
    baseURL,
    pageOf,
    rpcOf,
    problems,
    picture,
    emptyWeek,
    unique,
}) => {
    const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
    const { thursday } = emptyWeek;
    const subject = unique("Rtl");
    const visit = await book(manager, {
        subject,
        technician: "technician",
        start: moment(thursday, "10:00"),
        stop: moment(thursday, "11:00"),
    });
    const link = (day: Day): string => `/odoo/support-schedule?date=${isoDate(day)}`;
    const leftToRight = await pageOf("manager");
    await leftToRight.goto(link(thursday));
    const expected: Record<string, string>[] = [];
    for (const which of LAYOUTS) {
        await show(leftToRight, which);
        expected.push(await places(leftToRight));
    }
    expect(expected.map((found) => Object.keys(found).length > 10)).not.toContain(false);

    await inHebrew(admin, manager.uid, async () => {
        // The language is the one at log-in.
        const context = await browser.newContext({
            viewport: { width: 1440, height: 900 },
            timezoneId: "Europe/Berlin",
            ...(baseURL === undefined ? {} : { baseURL }),
        });
        problems.watch(context);
        const page = await context.newPage();
        const board = new Board(page);
        // The first page has the style sheets mirrored.
        await logIn(page, "manager", { timeout: 60_000 });

        for (const [index, which] of LAYOUTS.entries()) {
            await test.step(`${which.layout} ${which.scale}`, async () => {
                if (index === 0) await page.goto(link(thursday));
                await show(page, which);
                expect(await page.locator("body").evaluate((node) => getComputedStyle(node).direction)).toBe("rtl");
                await picture(page, `${which.layout}-${which.scale}`);
                expect(await places(page)).toEqual(expected[index]);
                await expectAccessible(page, ".o_action_manager");
            });
        }

        await test.step("what leads to the next week is on the left and points there", async () => {
            const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
            expect((await box(".o_sc_next")).x).toBeLessThan((await box(".o_sc_previous")).x);
            const mirrorOf = (selector: string): Promise<string> =>
                page.locator(`${selector} i`).evaluate((node) => getComputedStyle(node).transform);
            expect(await mirrorOf(".o_sc_next")).toMatch(/^matrix\(-1, /);
        });
        await test.step("a drag to the left is to a later time", async () => {
            await show(page, LAYOUTS[0]);
            const ticks = page.locator(".o_sc_tick");
            const box = (await board.block(subject).boundingBox())!;
            const hour = Math.abs((await ticks.nth(1).boundingBox())!.x - (await ticks.nth(2).boundingBox())!.x);
            const from = { x: box.x + box.width - 14, y: box.y + box.height / 2 };
            await page.mouse.move(from.x, from.y);
            await page.mouse.down();
            await page.mouse.move(from.x - 10, from.y);
            await page.mouse.move(from.x - 2 * hour, from.y, { steps: 4 });
            await picture(page, "drag");
            await page.mouse.up();
            await expect
                .poll(
                    async () =>
                        (await manager.read<{ start: string }>("support.appointment", visit.id, ["start"])).start,
                )
                .toBe(moment(thursday, "12:00").stored);
        });
        await test.step("so does the arrow to the left", async () => {
            await board.block(subject).focus();
            await page.keyboard.press("Shift+ArrowLeft");
            await page.keyboard.press("Enter");
            await expect
                .poll(
                    async () =>
                        (await manager.read<{ start: string }>("support.appointment", visit.id, ["start"])).start,
                )
                .toBe(moment(thursday, "12:15").stored);
        });
        await test.step("details stay within the window", async () => {
            await board.block(subject).click();
            await expect(board.details).toBeInViewport({ ratio: 1 });
            await picture(page, "details");
            await expectAccessible(page, ".o_sc_details");
            await page.keyboard.press("Escape");
            await expect(board.details).toHaveCount(0);
        });
        const dialogs = { edit: "Enter", move: "e", cancel: "Delete", keys: "?" } as const;
        for (const [name, key] of Object.entries(dialogs)) {
            await test.step(`dialog: ${name}`, async () => {
                const dialog = page.locator(".modal");
                await board.block(subject).focus();
                await page.keyboard.press(key);
                await expect(dialog.locator(".modal-body")).toBeVisible();
                await picture(page, `dialog-${name}`);
                await expectAccessible(page, ".modal");
                await page.keyboard.press("Escape");
                await expect(dialog).toHaveCount(0);
                await expect(board.block(subject)).toBeFocused();
            });
        }
        await test.step("Odoo's pages are mirrored, too", async () => {
            const client = new WebClient(page);
            const isRightOf = async (one: Locator, other: Locator): Promise<boolean> =>
                (await one.boundingBox())!.x > (await other.boundingBox())!.x;
            const { content } = client;
            await client.open("/odoo/support-appointments");
            await expect(content.locator(".o_data_row").first()).toBeVisible();
            await picture(page, "list");
            expect(await isRightOf(page.locator(".o_navbar_apps_menu"), page.locator(".o_user_menu"))).toBe(true);
            expect(await isRightOf(content.locator(".o_list_button_add"), content.locator(".o_pager"))).toBe(true);
            await client.open(`/odoo/support-appointments/${visit.id}`);
            const { status } = new AppointmentForm(page);
            const buttons = content.locator(".o_statusbar_buttons");
            await expect(status).toBeVisible();
            expect(await isRightOf(buttons, status)).toBe(true);
            expect(await isRightOf(status, content.locator(".o-mail-Chatter"))).toBe(true);
            await picture(page, "form");
        });
        await context.close();
    });
});
