import { expectAccessible } from "../support/accessibility.ts";
import { Board } from "../support/board.ts";
import { isoDate, moment, today, type Day } from "../support/dates.ts";
import { SearchMenu } from "../support/search_menu.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("filters of a group widen each other, and the search goes along to the list, into the export, and back", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const at = (start: string, stop: string) => ({
        start: moment(emptyWeek.tuesday, start),
        stop: moment(emptyWeek.tuesday, stop),
    });
    const [confirmed, unassigned, cancelled, begun] = [
        unique("Confirmed"),
        unique("Unassigned"),
        unique("Cancelled"),
        unique("Started"),
    ];
    const mark = unique("").trim();
    await book(manager, { subject: confirmed, technician: "technician", ...at("10:00", "11:00") });
    await book(manager, { subject: unassigned, ...at("10:00", "11:00") });
    const gone = await book(manager, { subject: cancelled, technician: "technician", ...at("12:00", "13:00") });
    await manager.write("support.appointment", gone.id, { state: "cancelled", cancel_reason: "Not needed" });
    const started = await book(manager, { subject: begun, technician: "technician", ...at("14:00", "15:00") });
    await manager.write("support.appointment", started.id, { state: "in_progress" });
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    const menu = new SearchMenu(page);
    const expectOnBoard = async (found: string[], dimmed: string[], absent: string[]): Promise<void> => {
        for (const subject of [...found, ...dimmed]) await expect(board.block(subject)).toBeVisible();
        for (const subject of found) await expect(board.dimmed(subject)).toHaveCount(0);
        for (const subject of dimmed) await expect(board.dimmed(subject)).toHaveCount(1);
        for (const subject of absent) await expect(board.block(subject)).toHaveCount(0);
    };
    await board.open(emptyWeek.tuesday);
    await expectOnBoard([confirmed, unassigned, cancelled, begun], [], []);

    await test.step("two of one group are one facet, joined by “or”", async () => {
        await menu.toggle("Confirmed");
        // What is cancelled takes no time.
        await expectOnBoard([confirmed, unassigned], [begun], [cancelled]);
        await menu.toggle("In Progress");
        await expect(menu.facets).toHaveText([/^Confirmed\s*or\s*In Progress$/]);
        await expectOnBoard([confirmed, unassigned, begun], [], [cancelled]);
    });
    await test.step("one of another group narrows", async () => {
        await menu.toggle("Unassigned");
        await expectOnBoard([unassigned], [confirmed, begun], [cancelled]);
        await menu.toggle("Unassigned");
        await expectOnBoard([confirmed, unassigned, begun], [], [cancelled]);
    });
    await test.step("the list takes the search over, and exports what it finds", async () => {
        await client.switchTo("list");
        await expect(menu.facets).toHaveText([/^Confirmed\s*or\s*In Progress$/]);
        await client.search(mark);
        await expect(client.rows()).toHaveCount(3);
        const asked = page.waitForRequest(/\/web\/export\/xlsx/);
        const downloaded = page.waitForEvent("download");
        await page.getByRole("button", { name: "Actions menu" }).click();
        await page.getByRole("menuitem", { name: "Export All" }).click();
        const question = decodeURIComponent((await asked).postData() ?? "");
        for (const part of [mark, "confirmed", "in_progress"]) expect(question).toContain(part);
        expect((await downloaded).suggestedFilename()).toMatch(/\.xlsx$/);
    });
    await test.step("and the board takes it back", async () => {
        await client.switchTo("support_calendar");
        await expect(menu.facets).toHaveCount(2);
        await expectOnBoard([confirmed, unassigned, begun], [], [cancelled]);
    });
});

test("what is searched for is told apart, counted, and found on other days", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
    picture,
}) => {
    const manager = await rpcOf("manager");
    const { monday, thursday } = emptyWeek;
    const technician = "technician";
    const bookOn = (subject: string, day: Day, hour: number, who: { technician?: string } = { technician }) =>
        book(manager, {
            subject,
            ...who,
            start: moment(day, `${hour}:00`),
            stop: moment(day, `${hour + 1}:00`),
        });
    const [wanted, other, waiting] = [unique("Wanted"), unique("Other"), unique("Waiting")];
    await bookOn(wanted, monday, 10);
    await bookOn(other, monday, 12);
    await bookOn(waiting, monday, 12, {});
    const far = await bookOn(`${wanted}, far`, thursday + 14, 14);
    await bookOn(`${wanted}, soon`, thursday, 11);
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(monday);

    await test.step("nothing is said or dimmed without a search", async () => {
        await expect(board.block(other)).toBeVisible();
        await expect(board.grid.locator(".o_sc_dimmed")).toHaveCount(0);
        await expect(board.found).toHaveText("");
    });
    await test.step("others are dimmed, also those that nobody has", async () => {
        await client.search(wanted);
        for (const subject of [other, waiting]) {
            await expect(board.dimmed(subject)).toBeVisible();
            await expect(board.block(subject)).toHaveAttribute("aria-label", /not in the search$/);
        }
        await expect(board.dimmed(wanted)).toHaveCount(0);
        await expect(page.getByRole("list", { name: "Legend" })).toContainText("Not in the search");
        await expect(board.found).toContainText("Matches in this period: 1");
        await picture(page, "dimmed");
        await expectAccessible(page, ".o_action_manager");
    });
    await test.step("a drop on one of them is refused as ever", async () => {
        await board.dragTo(board.block(wanted), await board.point("Tomas Brandt", "12:00 PM"));
        await expect(client.notifications.filter({ hasText: "Taken by APT/" })).toBeVisible();
        await expect(board.block(wanted)).toHaveAttribute("aria-label", /10:00 AM – 11:00 AM/);
    });
    const more = page.getByRole("button", { name: /more, (next|last) on/ });
    await test.step("the next one on other days is one click away", async () => {
        await expect(more).toHaveText(/^2 more, next on .*11:00 AM$/);
        await more.click();
        await expect(board.block(`${wanted}, soon`)).toBeFocused();
        await expect(page).toHaveURL(new RegExp(`date=${isoDate(thursday)}`));
        await expect(more).toHaveText(/^2 more, next on .*02:00 PM$/);
    });
    await test.step("after the last one, the one before", async () => {
        await more.click();
        await expect(board.block(`${wanted}, far`)).toBeFocused();
        await expect(more).toHaveText(/^2 more, last on .*11:00 AM$/);
        await page.reload();
        await expect(board.block(`${wanted}, far`)).toBeVisible();
    });
    await test.step("what somebody else changes begins or ceases to match", async () => {
        await board.open(monday);
        await client.search(wanted);
        await expect(more).toHaveText(/^2 more, next on/);
        const [first] = await manager.call<number[]>("support.appointment", "search", [[["subject", "=", other]]]);
        await manager.write("support.appointment", first!, { subject: `${wanted} as well` });
        await expect(board.block(`${wanted} as well`)).toBeVisible();
        await expect(board.dimmed(`${wanted} as well`)).toHaveCount(0);
        await expect(board.found).toContainText("Matches in this period: 2");
        await manager.write("support.appointment", far.id, { subject: waiting });
        await expect(more).toHaveText(/^1 more, next on/);
        await manager.write("support.appointment", first!, { subject: other });
        await expect(board.dimmed(other)).toBeVisible();
        await expect(board.found).toContainText("Matches in this period: 1");
    });
    await test.step("a week and a month count theirs", async () => {
        await board.show("Week");
        await expect(board.found).toHaveText("Matches in this period: 2");
        await picture(page, "week");
        await board.show("Month");
        await expect(board.dimmed(other)).toBeVisible();
        await picture(page, "month");
    });
    await test.step("nothing at all", async () => {
        await client.clearSearch();
        await client.search(unique("Nobody's"));
        await expect(board.found).toHaveText("Nothing matches the search.");
    });
});

test("technicians find what is theirs, on their days", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const manager = await rpcOf("manager");
    const wanted = unique("Wanted");
    const bookFor = (technician: string, day: Day, hour: number) =>
        book(manager, {
            subject: wanted,
            technician,
            start: moment(day, `${hour}:00`),
            stop: moment(day, `${hour + 1}:00`),
        });
    await bookFor("technician", emptyWeek.monday, 10);
    await bookFor("technician", emptyWeek.thursday, 11);
    await bookFor("technician2", emptyWeek.tuesday, 11);
    const page = await pageOf("technician");
    const board = new Board(page);
    await board.open(emptyWeek.monday);
    await new WebClient(page).search(wanted);
    await expect(board.found).toHaveText(/^Matches in this period: 1\s*1 more, next on .*11:00 AM$/);
});

test("a favourite is there when the schedule is opened again", async ({ pageOf, rpcOf, emptyWeek, unique }) => {
    const manager = await rpcOf("manager");
    const [wanted, other] = [unique("Wanted"), unique("Other")];
    const name = unique("Favourite");
    for (const [index, subject] of [wanted, other].entries()) {
        const [start, stop] = [`${10 + index}:00`, `${11 + index}:00`];
        await book(manager, {
            subject,
            technician: "technician",
            start: moment(emptyWeek.tuesday, start),
            stop: moment(emptyWeek.tuesday, stop),
        });
    }
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    const menu = new SearchMenu(page);
    try {
        await board.open(emptyWeek.tuesday);
        await client.search(wanted);
        await expect(board.dimmed(other)).toBeVisible();
        await menu.saveAsDefault(name);

        await board.open(emptyWeek.tuesday);
        await expect(menu.facets).toHaveText([name]);
        await expect(board.block(wanted)).toBeVisible();
        await expect(board.dimmed(other)).toBeVisible();
        await client.clearSearch();
        await expect(board.block(other)).toBeVisible();
        await expect(board.dimmed(other)).toHaveCount(0);
    } finally {
        const filters = await manager.call<number[]>("ir.filters", "search", [[["name", "=", name]]]);
        await manager.call("ir.filters", "unlink", [filters]);
    }
});

test("a link opens its day; what is no day opens today", async ({ pageOf, emptyWeek }) => {
    const page = await pageOf("manager");
    const board = new Board(page);
    const title = page.locator(".o_sc_title");
    const dayText = (day: Day): string =>
        new Date(day * 24 * 3600 * 1000).toLocaleDateString("en-US", {
            timeZone: "UTC",
            weekday: "long",
            day: "numeric",
            month: "long",
            year: "numeric",
        });
    await board.open(emptyWeek.thursday);
    await expect(title).toHaveText(dayText(emptyWeek.thursday));
    await test.step("which a new appointment begins on, also where more days are shown", async () => {
        const client = new WebClient(page);
        await board.show("Week");
        await page.getByRole("button", { name: "New", exact: true }).click();
        await expect(client.dialog.locator('[name="start"]')).toContainText(
            new Date(emptyWeek.thursday * 24 * 3600 * 1000).toLocaleDateString("en-US", {
                timeZone: "UTC",
                day: "numeric",
                month: "short",
            }),
        );
        await client.dialog.getByRole("button", { name: "Discard" }).click();
        await board.show("Day");
    });
    for (const date of ["2026-02-30", "soon", ""]) {
        await page.goto(`/odoo/support-schedule?date=${date}`);
        await expect(title).toHaveText(dayText(today()));
    }
});

for (const { layout, side } of [
    { layout: "Team", side: "scrollLeft" },
    { layout: "Person", side: "scrollTop" },
] as const) {
    test(`coming back from a record finds the ${layout.toLowerCase()} layout as it was scrolled`, async ({
        pageOf,
        rpcOf,
        emptyWeek,
        unique,
    }) => {
        const manager = await rpcOf("manager");
        const subject = unique("Scrolled");
        // Demo technicians work from 8 to 5 and the board begins there: this one is where one has to scroll to.
        await book(manager, {
            subject,
            technician: "technician",
            start: moment(emptyWeek.saturday, "20:00"),
            stop: moment(emptyWeek.saturday, "21:00"),
        });
        const page = await pageOf("manager", { width: 1100, height: 600 });
        const board = new Board(page);
        await board.open(emptyWeek.wednesday, "Week");
        await board.show(layout);
        if (layout === "Person") await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        await page.getByRole("button", { name: "24 h" }).click();
        const scroll = (): Promise<number> => board.grid.evaluate((node, name) => node[name], side);
        await expect.poll(scroll).toBeGreaterThan(0);
        const before = await scroll();
        await board.block(subject).scrollIntoViewIfNeeded();
        const scrolled = await scroll();
        expect(scrolled).toBeGreaterThan(before);
        const title = await page.locator(".o_sc_title").innerText();

        await board.block(subject).click();
        await board.details.locator('[name="ticket_id"] a').click();
        await expect(page.locator(".o_form_view")).toBeVisible();
        await page.locator(".o_breadcrumb").getByText("Schedule", { exact: true }).click();
        await expect(page.locator(".o_sc_title")).toHaveText(title);
        await expect(page.getByRole("button", { name: layout, exact: true })).toHaveAttribute("aria-pressed", "true");
        await expect.poll(scroll).toBe(scrolled);
    });
}
