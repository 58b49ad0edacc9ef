import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { isoDate, moment, type Day } from "../support/dates.ts";
import type { Odoo } from "../support/odoo.ts";
import { pagesOf } from "../support/pdf.ts";
import { logIn } from "../support/languages.ts";
import { inHebrew } from "../support/right_to_left.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

/** The browser of the journeys has no printer: notes what is sent to it. */
async function withPrinter(page: Page): Promise<() => Promise<number>> {
    await page.addInitScript(() => {
        const printer = window as { printed?: number };
        printer.printed = 0;
        window.print = () => printer.printed!++;
    });
    return () => page.evaluate(() => (window as { printed?: number }).printed ?? 0);
}

/** What comes out of the printer; kept beside the pictures. */
async function paper(page: Page, name: string, landscape = false): Promise<string[]> {
    const pdf = await page.pdf({ format: "A4", landscape });
    await writeFile(test.info().outputPath(`${name}.pdf`), pdf);
    return pagesOf(pdf);
}

interface Planned {
    readonly reference: string;
    readonly location: string;
    readonly phone: string;
}

/** So many visits that nobody has, each with an address and a telephone number of its own. */
async function planMany(manager: Odoo, day: Day, mark: string, count: number): Promise<Planned[]> {
    const numbers = Array.from({ length: count }, (_, index) => String(index).padStart(2, "0"));
    const plans = numbers.map((number) => ({
        location: `Street ${number}, 10115 Berlin`,
        phone: `+49 30 5550${number}`,
    }));
    const ids = await manager.call<number[]>("support.appointment", "create", [
        plans.map(({ location, phone }, index) => ({
            subject: `${mark} ${numbers[index]!}`,
            customer_name: `Customer ${numbers[index]!}`,
            customer_phone: phone,
            location,
            start: moment(day, "10:00").stored,
            stop: moment(day, "11:00").stored,
        })),
    ]);
    const made = await manager.call<{ name: string }[]>("support.appointment", "read", [ids, ["name"]]);
    return plans.map((plan, index) => ({ ...plan, reference: made[index]!.name }));
}

test("the schedule is printed as a list: day and week, team and person, on as many pages as it takes", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
    picture,
}) => {
    const manager = await rpcOf("manager");
    const { tuesday, thursday } = emptyWeek;
    const mark = unique("Print");
    const many = await planMany(manager, tuesday, mark, 60);
    const wordy =
        "Wolfeschlegelsteinhausenbergerdorff-Rindfleischetikettierungsueberwachung of the Bathing Society Wannsee";
    const times = { start: moment(tuesday, "10:00"), stop: moment(tuesday, "11:00") };
    const visit = await book(manager, { subject: mark, technician: "technician", customer: wordy, ...times });
    await manager.write("support.appointment", visit.id, {
        location: "Lindenstraße 1, 10969 Berlin",
        customer_phone: "+49 30 9988776",
    });
    const later = await book(manager, {
        subject: unique("Later"),
        technician: "technician",
        start: moment(thursday, "14:00"),
        stop: moment(thursday, "15:30"),
    });
    const { company_id } = await manager.read<{ company_id: [number, string] }>("res.users", manager.uid, [
        "company_id",
    ]);
    const page = await pageOf("manager", { width: 1100, height: 480 });
    const printed = await withPrinter(page);
    const board = new Board(page);
    const button = page.getByRole("button", { name: "Print", exact: true });
    await board.open(tuesday);
    await board.show("Person");
    const technicians = await page.getByLabel("Person", { exact: true }).locator("option").allInnerTexts();
    await board.show("Team");

    await test.step("a day of the team, with what is not on the board", async () => {
        await button.click();
        await expect.poll(printed).toBe(1);
        const pages = await paper(page, "day");
        expect(pages.length).toBeGreaterThan(1);
        const all = pages.join(" ");
        const title = await page.locator(".o_sc_title").innerText();
        expect(pages[0]).toContain(title);
        expect(pages[0]).toContain(company_id[1]);
        expect(pages[0]).toContain("Time Customer · Subject Address Customer Phone Status Reference");
        for (const text of ["Lindenstraße 1, 10969 Berlin", "+49 30 9988776", visit.reference, "10:00 AM – 11:00 AM"])
            expect(all).toContain(text);
        expect(all.replaceAll(/[ -]/g, "")).toContain(wordy.replaceAll(/[ -]/g, ""));
        expect(technicians.length).toBeGreaterThan(3);
        for (const name of technicians) expect(all).toContain(name);
        expect(all).not.toMatch(/\bToday\b|Search\.\.\./);
        expect(all).not.toContain(later.reference);
        for (const { reference, location, phone } of many) {
            // Between rows only: what belongs together is on one page.
            const [own, ...others] = pages.filter((text) => text.includes(reference));
            expect(own, reference).toContain(location);
            expect(own, reference).toContain(phone);
            expect(others, reference).toEqual([]);
        }
        const continued = pages[1]!;
        expect(continued, "whose visits go on is said again").toMatch(/^.{0,40}Unassigned/);
    });
    await test.step("afterwards the board is there again", async () => {
        await expect(page.locator(".o_sc_print")).toHaveCount(0);
        await expect(board.grid).toBeVisible();
    });
    await test.step("the browser's key prints the same", async () => {
        await page.keyboard.press("Control+p");
        await expect.poll(printed).toBe(2);
        expect((await paper(page, "key")).join(" ")).toContain("+49 30 9988776");
    });
    await test.step("the browser's menu prints what is on the board", async () => {
        const all = (await paper(page, "menu")).join(" ");
        expect(all).toContain("Wolfeschlegel");
        expect(all).toContain(visit.reference);
        expect(all).toContain(many.at(-1)!.reference);
    });
    await test.step("a week, by days, also across", async () => {
        await board.show("Week");
        await button.click();
        await expect.poll(printed).toBe(3);
        const all = (await paper(page, "week", true)).join(" ");
        expect(all).toContain(visit.reference);
        expect(all).toContain("02:00 PM – 03:30 PM");
        expect(all).toMatch(/Tuesday, \w+ \d+ .*Thursday, \w+ \d+/);
    });
    await test.step("one person's week", async () => {
        await board.show("Person");
        await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        await expect(board.block(unique("Later"))).toBeVisible();
        await button.click();
        await expect.poll(printed).toBe(4);
        await page.emulateMedia({ media: "print" });
        await expect(page.locator(".o_sc_print")).toBeVisible();
        await expect(page.locator(".o_main_navbar, .o_sc_toolbar").first()).toBeHidden();
        await picture(page, "person");
        await page.emulateMedia({ media: null });
        await expect(page.locator(".o_sc_print")).toHaveCount(0);
        await button.click();
        await expect.poll(printed).toBe(5);
        const all = (await paper(page, "person")).join(" ");
        expect(all).toContain(later.reference);
        expect(all).not.toContain(many[0]!.reference);
        expect(all).not.toContain("Unassigned");
    });
    await test.step("a month", async () => {
        await board.show("Month");
        await button.click();
        await expect.poll(printed).toBe(6);
        expect((await paper(page, "month")).join(" ")).toContain(visit.reference);
    });
    await test.step("what a search leaves, and what else takes time", async () => {
        await board.show("Week");
        await new WebClient(page).search(unique("Later"));
        await button.click();
        await expect.poll(printed).toBe(7);
        const all = (await paper(page, "search")).join(" ");
        expect(all).toMatch(/Confirmed, not in the search/);
        expect(all).toContain(later.reference);
    });
});

test("technicians print their own days only, and a dialog in front of them as it is", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const [mine, theirs] = [unique("Mine"), unique("Theirs")];
    const times = { start: moment(emptyWeek.friday, "10:00"), stop: moment(emptyWeek.friday, "11:00") };
    await book(manager, { subject: mine, technician: "technician", ...times });
    await book(manager, { subject: theirs, technician: "technician2", ...times });
    const page = await pageOf("technician");
    const printed = await withPrinter(page);
    const board = new Board(page);
    await board.open(emptyWeek.friday, "Week");
    await expect(board.block(mine)).toBeVisible();
    await page.getByRole("button", { name: "Print", exact: true }).click();
    await expect.poll(printed).toBe(1);
    const all = (await paper(page, "technician")).join(" ");
    expect(all).toContain(mine);
    expect(all).not.toContain(theirs);

    await board.block(mine).dblclick();
    await expect(new WebClient(page).dialog.locator(".o_form_view")).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".o_sc_print")).toHaveCount(0);
});

test("right to left, the printed list begins at the right", async ({
    browser,
    baseURL,
    rpcOf,
    problems,
    emptyWeek,
    unique,
    picture,
}) => {
    const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
    const subject = unique("Right");
    await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.friday, "10:00"),
        stop: moment(emptyWeek.friday, "11:00"),
    });
    await inHebrew(admin, manager.uid, async () => {
        // The language is the one at log-in.
        const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
        problems.watch(context);
        const page = await context.newPage();
        await logIn(page, "manager");
        await page.goto(`/odoo/support-schedule?date=${isoDate(emptyWeek.friday)}`);
        await expect(page.locator(".o_sc_board")).toBeVisible({ timeout: 60_000 });
        await page.emulateMedia({ media: "print" });
        const table = page.locator(".o_sc_print table").filter({ hasText: subject });
        await expect(table).toBeVisible();
        const times = (await table.locator(".o_sc_print_time").first().boundingBox())!;
        const whole = (await table.boundingBox())!;
        expect(times.x + times.width).toBeCloseTo(whole.x + whole.width, -1);
        await picture(page, "right-to-left");
        await context.close();
    });
});
