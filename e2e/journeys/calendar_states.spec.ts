import { AppointmentForm } from "../support/appointment_form.ts";
import { Board } from "../support/board.ts";
import { clockChange, moment, today } from "../support/dates.ts";
import { expectAccessible } from "../support/accessibility.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

for (const { direction, hours, ticks } of [
    { direction: "forward", hours: 23, ticks: 0 },
    { direction: "back", hours: 25, ticks: 2 },
] as const) {
    test(`the day on which clocks go ${direction} has ${hours} hours, in both layouts`, async ({
        pageOf,
        rpcOf,
        unique,
    }) => {
        const day = clockChange(today(), direction);
        const subject = unique("Clock");
        const manager = await rpcOf("manager");
        const id = (await book(manager, { subject, start: moment(day, "10:00"), stop: moment(day, "11:00") })).id;
        const page = await pageOf("manager");
        const board = new Board(page);
        await board.open(day);
        await page.getByRole("button", { name: "24 h" }).click();
        const tick = (time: string) => board.grid.locator(".o_sc_tick").getByText(time, { exact: true });
        await expect(tick("02:00 AM")).toHaveCount(ticks);
        await expect(board.grid.locator(".o_sc_tick")).toHaveCount(hours);
        await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM – 11:00 AM/);
        await board.dragTo(board.block(subject), await board.point("Unassigned", "03:00 PM"));
        await expect(board.block(subject)).toHaveAttribute("aria-label", /03:00 PM – 04:00 PM/);
        await expect
            .poll(async () => (await manager.read<{ start: string }>("support.appointment", id, ["start"])).start)
            .toBe(moment(day, "15:00").stored);

        await board.show("Person");
        await board.show("Week");
        await expect(board.grid.locator(".o_sc_hour").getByText("02:00 AM", { exact: true })).toHaveCount(
            direction === "back" ? 2 : 1,
        );
    });
}

test("forty visits on one day of a month: the first ones and how many more, which opens the day", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const mark = unique("Many");
    const [start, stop] = [moment(emptyWeek.wednesday, "10:00"), moment(emptyWeek.wednesday, "11:00")];
    await manager.call("support.appointment", "create", [
        Array.from({ length: 40 }, (_, index) => ({
            subject: `${mark} ${index}`,
            customer_name: `Customer ${index} with quite a long name to be cut somewhere`,
            technician_id: false,
            start: start.stored,
            stop: stop.stored,
        })),
    ]);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.wednesday, "Month");
    const more = board.row("Unassigned").locator(".o_sc_more");
    const drawn = await board.row("Unassigned").locator(".o_sc_block").count();
    await expect(more).toHaveText(`+${40 - drawn} more`);
    await picture(page, "forty-in-a-month");
    await more.click();
    await expect(page.getByRole("button", { name: "Day", exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(board.row("Unassigned").locator(".o_sc_block")).toHaveCount(40);
    await picture(page, "forty-in-a-day");
});

test("something new after work begins in the next working time", async ({ pageOf, rpcOf, picture, unique }) => {
    const admin = await rpcOf("admin");
    const day = today() + 3;
    const manager = await rpcOf("manager");
    const technician = await manager.find("res.users", [["login", "=", "technician2"]]);
    const usual = await manager.read<{ support_calendar_id: [number, string] }>("res.users", technician, [
        "support_calendar_id",
    ]);
    const setHours = async (calendar: number): Promise<void> => {
        const wizard = await manager.create("support.technician.hours", {
            technician_ids: [technician],
            calendar_id: calendar,
        });
        await manager.call("support.technician.hours", "action_apply", [[wizard]]);
    };
    const hours = await admin.create("resource.calendar", {
        name: unique("One morning"),
        tz: "Europe/Berlin",
        attendance_ids: [
            [5],
            [
                0,
                0,
                {
                    name: "Morning",
                    // 1970-01-01 was a Thursday; 0 stands for Monday.
                    dayofweek: String((day + 3) % 7),
                    hour_from: 10,
                    hour_to: 12,
                    day_period: "morning",
                },
            ],
        ],
    });
    await setHours(hours);
    try {
        const page = await pageOf("manager");
        const client = new WebClient(page);
        const board = new Board(page);
        const start = new AppointmentForm(page, client.dialog).field("start").locator('[data-field="start"]');
        await board.open(today());
        await board.show("Person");
        await page.getByLabel("Person", { exact: true }).selectOption("Aylin Demir");
        await client.settled();
        await page.getByRole("button", { name: "New", exact: true }).click();
        await expect(client.dialog.getByRole("combobox", { name: "Technician" })).toHaveValue("Aylin Demir");
        await picture(page, "after-work");
        await start.click();
        await expect(start).toHaveValue(moment(day, "10:00").typed);
    } finally {
        await setHours(usual.support_calendar_id[0]);
    }
});

test("a search without anybody says what to do, and a filter dims what does not match", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const [wanted, other] = [unique("Wanted"), unique("Other")];
    const manager = await rpcOf("manager");
    for (const [index, subject] of [wanted, other].entries()) {
        const times = {
            start: moment(emptyWeek.monday, `1${index}:00`),
            stop: moment(emptyWeek.monday, `1${index}:30`),
        };
        await book(manager, { subject, technician: "technician", ...times });
    }
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(emptyWeek.monday);
    await client.search(wanted);
    await expect(board.block(wanted)).toBeVisible();
    await expect(board.dimmed(other)).toBeVisible();

    await test.step("what the search dims is still in the way", async () => {
        await board.startDrag(board.block(wanted), await board.point("Tomas Brandt", "11:00 AM"));
        await expect(page.locator(".o_sc_ghost_text")).toContainText("Taken by APT/");
        await page.keyboard.press("Escape");
        await page.mouse.up();
    });
    await test.step("coming back from a record keeps search, day and layout", async () => {
        const title = await page.locator(".o_sc_title").innerText();
        await board.block(wanted).click();
        await board.details.locator('[name="ticket_id"] a').click();
        await expect(page.locator(".o_form_view")).toBeVisible();
        await page.locator(".o_breadcrumb").getByText("Schedule", { exact: true }).click();
        await expect(page.locator(".o_sc_title")).toHaveText(title);
        await expect(board.block(wanted)).toBeVisible();
        await expect(board.dimmed(other)).toBeVisible();
    });
    await test.step("nobody at all: the reason and what to do", async () => {
        await client.clearSearch();
        const box = page.getByRole("searchbox");
        await box.fill("nobody of that name");
        await page.locator(".o_searchview_autocomplete").getByText("Technician", { exact: false }).first().click();
        await expect(page.locator(".o_sc_nothing")).toBeVisible();
        await picture(page, "nobody");
        await expectAccessible(page, ".o_action_manager");
    });
});

test("where a month does not fit into the window, today is shown with the days around it", async ({ pageOf }) => {
    const page = await pageOf("manager", { width: 1280, height: 720 });
    const board = new Board(page);
    await board.open(today(), "Month");
    const heads = board.grid.locator(".o_sc_head");
    const index = new Date(today() * 24 * 3600 * 1000).getUTCDate() - 1;
    await expect(heads.nth(index)).toHaveClass(/o_sc_today/);
    const [first, last] = [Math.max(0, index - 1), Math.min((await heads.count()) - 1, index + 1)];
    for (let day = first; day <= last; day++) await expect(heads.nth(day)).toBeInViewport({ ratio: 0.9 });
});

test("no technicians at all: the schedule says so and what to do, and comes to life with the first one", async ({
    pageOf,
    rpcOf,
    picture,
}) => {
    const admin = await rpcOf("admin");
    const [, group] = await admin.call<[string, number]>("ir.model.data", "check_object_reference", [
        "support_center",
        "group_support_technician",
    ]);
    const technicians = await admin.call<number[]>("res.users", "search", [[["all_group_ids", "in", [group]]]]);
    expect(technicians.length).toBeGreaterThan(0);
    await admin.call("res.users", "write", [technicians, { active: false }]);
    try {
        const page = await pageOf("manager");
        const client = new WebClient(page);
        // What those who left should have done is still to be seen, for somebody to give it to others.
        await client.open("/odoo/support-schedule");
        await expect(page.getByRole("rowheader", { name: /\(not available\)/ }).first()).toBeVisible({
            timeout: 60_000,
        });
        await picture(page, "technicians-who-left");
        const later = "/odoo/support-schedule?date=2031-03-03";
        await client.open(later);
        await expect(page.locator(".o_sc_nothing")).toContainText("technician", { timeout: 60_000 });
        await expect(page.getByRole("grid")).toHaveCount(0);
        await expect(page.getByRole("button", { name: "New", exact: true })).toHaveCount(0);
        await expect(page.locator(".o_sc_nothing").getByRole("link", { name: "Appointments" })).toHaveAttribute(
            "href",
            "/odoo/support-appointments",
        );
        await expect(page.locator(".o_sc_nothing")).toContainText("Allowed Companies");
        await picture(page, "no-technicians");
        await expectAccessible(page, ".o_action_manager");
        await admin.call("res.users", "write", [technicians.slice(0, 1), { active: true }]);
        await client.open(later);
        await expect(page.getByRole("grid").getByRole("row")).toHaveCount(3);
    } finally {
        await admin.call("res.users", "write", [technicians, { active: true }]);
    }
});
