import { Board } from "../support/board.ts";
import { moment, today, type Day } from "../support/dates.ts";
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
    const expectOnBoard = async (there: string[], absent: string[]): Promise<void> => {
        for (const subject of there) await expect(board.block(subject)).toBeVisible();
        for (const subject of absent) await expect(board.block(subject)).toHaveCount(0);
    };
    await board.open(emptyWeek.tuesday);
    await expectOnBoard([confirmed, unassigned, cancelled, begun], []);

    await test.step("two of one group are one facet, joined by “or”", async () => {
        await menu.toggle("Confirmed");
        await expectOnBoard([confirmed, unassigned], [cancelled, begun]);
        await menu.toggle("In Progress");
        await expect(menu.facets).toHaveText([/^Confirmed\s*or\s*In Progress$/]);
        await expectOnBoard([confirmed, unassigned, begun], [cancelled]);
    });
    await test.step("one of another group narrows", async () => {
        await menu.toggle("Unassigned");
        await expectOnBoard([unassigned], [confirmed, cancelled, begun]);
        await menu.toggle("Unassigned");
        await expectOnBoard([confirmed, unassigned, begun], [cancelled]);
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
        await expectOnBoard([confirmed, unassigned, begun], [cancelled]);
    });
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
        await expect(board.block(other)).toHaveCount(0);
        await menu.saveAsDefault(name);

        await board.open(emptyWeek.tuesday);
        await expect(menu.facets).toHaveText([name]);
        await expect(board.block(wanted)).toBeVisible();
        await expect(board.block(other)).toHaveCount(0);
        await client.clearSearch();
        await expect(board.block(other)).toBeVisible();
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
