import type { Dialog, Page } from "@playwright/test";
import { AppointmentForm } from "../support/appointment_form.ts";
import { Board } from "../support/board.ts";
import { moment } from "../support/dates.ts";
import type { Odoo } from "../support/odoo.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

/** What the page is told when its tab goes into the background. Chromium without a screen never does so by itself. */
async function hideTab(page: Page): Promise<void> {
    for (const state of ["hidden", "visible"]) {
        await page.evaluate((value) => {
            Object.defineProperty(document, "visibilityState", { configurable: true, get: () => value });
            document.dispatchEvent(new Event("visibilitychange"));
        }, state);
    }
    await new WebClient(page).settled();
}

/**
 * Reloads, whatever the browser asks; a beacon that the page sent on its way out is answered by then.
 *
 * @returns whether the browser asked
 */
async function reload(page: Page): Promise<boolean> {
    const asked: string[] = [];
    const answer = async (dialog: Dialog): Promise<void> => {
        asked.push(dialog.type());
        await dialog.accept();
    };
    page.on("dialog", answer);
    await page.reload();
    page.off("dialog", answer);
    await expect(page.locator(".o_action_manager .o_control_panel")).toBeVisible();
    await new WebClient(page).settled();
    return asked.includes("beforeunload");
}

/** The visits whose subject begins so, and the emails planned about them. */
async function booked(manager: Odoo, subject: string): Promise<{ visits: number; emails: number }> {
    const visit = ["subject", "=like", `${subject}%`];
    const row = ["appointment_id.subject", "=like", `${subject}%`];
    return {
        visits: await manager.count("support.appointment", [visit]),
        emails: await manager.count("support.notification", [row]),
    };
}

const NOTHING = { visits: 0, emails: 0 };

test("a visit for a ticket is booked when it is saved, and not before", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Freezer is warm");
    const customer = await manager.create("res.partner", { name: "Eisdiele Polar", email: "hallo@polar.example.com" });
    const ticket = await manager.create("helpdesk.ticket", { name: subject, partner_id: customer });
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page, client.dialog);
    const open = async (): Promise<void> => {
        await client.content.getByRole("button", { name: "Book a Visit" }).click();
        await expect(form.subject).toHaveValue(subject);
    };
    const fill = async (): Promise<void> => {
        await form.setStart(moment(emptyWeek.tuesday, "10:00"));
        await form.chooseTechnician("Tomas Brandt");
    };
    const save = client.dialog.getByRole("button", { name: "Save", exact: true });
    await client.open(`/odoo/helpdesk.ticket/${ticket}`);

    await test.step("the dialog has everything but a time, and does not save without one", async () => {
        await open();
        await expect(form.field("start")).not.toContainText(/\d/);
        await picture(page, "book-a-visit");
        await save.click();
        await expect(client.notifications.filter({ hasText: "Choose a date and time" })).toBeVisible();
        await picture(page, "no-time");
        expect(await booked(manager, subject)).toEqual(NOTHING);
    });

    await test.step("hiding the tab and reloading the page book nothing", async () => {
        await fill();
        await hideTab(page);
        expect(await booked(manager, subject)).toEqual(NOTHING);
        await reload(page);
        await open();
        await fill();
        expect(await reload(page), "the browser asks").toBe(true);
        expect(await booked(manager, subject)).toEqual(NOTHING);
    });

    await test.step("neither do discarding it and going back", async () => {
        await open();
        await fill();
        await client.dialog.getByRole("button", { name: "Discard" }).click();
        await expect(client.dialog).toHaveCount(0);
        await open();
        await fill();
        await page.goBack();
        await client.settled();
        expect(await booked(manager, subject)).toEqual(NOTHING);
        await client.open(`/odoo/helpdesk.ticket/${ticket}`);
    });

    await test.step("saved once, it is booked once", async () => {
        await open();
        await fill();
        await picture(page, "filled");
        await save.click();
        await expect(client.dialog).toHaveCount(0);
        await expect(client.content.getByRole("button", { name: "Visits" })).toContainText("1");
        await hideTab(page);
        await reload(page);
        expect(await booked(manager, subject)).toEqual({ visits: 1, emails: 2 });
    });
});

test("a new visit on a page of its own is booked when it is saved, and not before", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Awning is stuck");
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const dialog = client.dialog;
    const open = async (): Promise<void> => {
        await client.open("/odoo/support-appointments");
        await client.content.getByRole("button", { name: "New" }).click();
        await form.subject.fill(subject);
        await form.input("customer_name").fill("Bistro Lumen");
        await form.input("customer_email").fill("hallo@lumen.example.com");
        await form.setStart(moment(emptyWeek.wednesday, "10:00"));
    };

    await test.step("hiding the tab and reloading the page book nothing", async () => {
        await open();
        await hideTab(page);
        await expect(form.subject).toHaveValue(subject);
        expect(await booked(manager, subject)).toEqual(NOTHING);
        await reload(page);
        expect(await booked(manager, subject)).toEqual(NOTHING);
    });

    await test.step("who leaves it is asked, and can stay", async () => {
        await open();
        await client.breadcrumb.getByRole("link", { name: "Appointments" }).click();
        await expect(dialog).toContainText("not booked yet");
        await picture(page, "leave-without-booking");
        await dialog.getByRole("button", { name: "Stay Here" }).click();
        await expect(form.subject).toHaveValue(subject);
        await client.breadcrumb.getByRole("link", { name: "Appointments" }).click();
        await dialog.getByRole("button", { name: "Discard" }).click();
        await expect(client.content.locator(".o_list_view")).toBeVisible();
        expect(await booked(manager, subject)).toEqual(NOTHING);
    });

    await test.step("the same holds for another menu, for New, and for going back", async () => {
        await open();
        await page.locator(".o_menu_sections").getByText("Schedule", { exact: true }).first().click();
        await dialog.getByRole("button", { name: "Discard" }).click();
        await expect(dialog).toHaveCount(0);
        await open();
        await client.content.getByRole("button", { name: "New" }).click();
        await dialog.getByRole("button", { name: "Discard" }).click();
        await expect(form.subject).toHaveValue("");
        await open();
        await page.goBack();
        await dialog.getByRole("button", { name: "Discard" }).click();
        await expect(dialog).toHaveCount(0);
        expect(await booked(manager, subject)).toEqual(NOTHING);
    });

    await test.step("saved once, it is booked once", async () => {
        await open();
        await form.save();
        await form.reference();
        expect(await booked(manager, subject)).toEqual({ visits: 1, emails: 2 });
    });
});

test("a visit is moved when the change is saved, not when the tab is hidden or the page reloaded", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const [start, stop, later] = ["10:00", "11:00", "14:00"].map((time) => moment(emptyWeek.thursday, time)) as [
        ReturnType<typeof moment>,
        ReturnType<typeof moment>,
        ReturnType<typeof moment>,
    ];
    const { id } = await book(manager, { subject: unique("Lift stands still"), start, stop });
    const stored = async (): Promise<string> =>
        (await manager.read<{ start: string }>("support.appointment", id, ["start"])).start;
    const page = await pageOf("manager");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    await client.open(`/odoo/support-appointments/${id}`);

    await form.setStart(later);
    await hideTab(page);
    expect(await stored()).toBe(start.stored);
    await expect(form.saveButton).toBeVisible();
    expect(await reload(page), "the browser asks").toBe(true);
    expect(await stored()).toBe(start.stored);

    await form.setStart(later);
    await form.save();
    expect(await stored()).toBe(later.stored);
    expect(await reload(page), "there is nothing to lose").toBe(false);
});

test("a change of a visit is not saved by leaving it, unless its user says so", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const prefix = unique("Gate squeaks");
    const subject = `${prefix} at the back`;
    const start = moment(emptyWeek.friday, "10:00");
    const stop = moment(emptyWeek.friday, "11:00");
    const later = moment(emptyWeek.friday, "14:00");
    const customer = { customer_name: "Kino Iris", customer_email: "hallo@iris.example.com" };
    const [id] = (await manager.call<number[]>("support.appointment", "create", [
        [
            { ...customer, subject, start: start.stored, stop: stop.stored },
            {
                ...customer,
                subject: `${prefix} at the front`,
                start: moment(emptyWeek.friday, "16:00").stored,
                stop: moment(emptyWeek.friday, "17:00").stored,
            },
        ],
    ])) as [number, number];
    const emails = (): Promise<unknown> =>
        manager.call("support.notification", "search_read", [
            [["appointment_id", "=", id]],
            ["kind", "state", "due_at", "schedule_revision"],
        ]);
    const stored = async (): Promise<string> =>
        (await manager.read<{ start: string }>("support.appointment", id, ["start"])).start;
    const planned = await emails();

    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const dialog = client.dialog;
    let saves = 0;
    page.on("request", (request) => {
        if (request.url().includes("/support.appointment/web_save")) saves += 1;
    });
    const open = async (): Promise<void> => {
        await client.open("/odoo/support-appointments");
        await client.search(prefix);
        await client.openRow(subject);
        await form.setStart(later);
    };
    const answer = async (choice: "Save" | "Discard" | "Stay Here"): Promise<void> => {
        await expect(dialog).toContainText("not saved yet");
        await dialog.getByRole("button", { name: choice, exact: true }).click();
        await expect(dialog).toHaveCount(0);
        await client.settled();
    };
    const list = client.content.locator(".o_list_view");
    const ways = [
        {
            name: "the breadcrumb",
            leave: () => client.breadcrumb.getByRole("link", { name: "Appointments" }).click(),
            left: () => expect(list).toBeVisible(),
        },
        { name: "Back", leave: () => page.goBack(), left: () => expect(list).toBeVisible() },
        {
            name: "another menu",
            leave: () => page.locator(".o_menu_sections").getByText("Schedule", { exact: true }).first().click(),
            left: () => expect(client.content.locator(".o_support_calendar_view")).toBeVisible(),
        },
        {
            name: "the pager",
            leave: () => page.locator(".o_pager_next").click(),
            left: () => expect(form.subject).toHaveValue(`${prefix} at the front`),
        },
        {
            name: "New",
            leave: () => client.content.locator(".o_form_button_create").click(),
            left: () => expect(form.subject).toHaveValue(""),
        },
        {
            name: "the ticket",
            leave: () => client.content.locator(".oe_stat_button", { hasText: "Ticket" }).click(),
            left: () => expect(form.field("start")).toHaveCount(0),
        },
    ];

    for (const { name, leave, left } of ways) {
        await test.step(`${name} asks; staying and discarding save nothing`, async () => {
            await open();
            await leave();
            await expect(dialog).toContainText("not saved yet");
            if (name === "the breadcrumb") await picture(page, "leave-without-saving");
            await answer("Stay Here");
            await expect(form.saveButton).toBeVisible();
            await expect(form.subject).toHaveValue(subject);
            await open();
            await leave();
            await answer("Discard");
            await left();
            expect({ saves, start: await stored() }).toEqual({ saves: 0, start: start.stored });
            expect(await emails()).toEqual(planned);
        });
    }

    await test.step("what is not in the record yet counts as well", async () => {
        await client.open("/odoo/support-appointments");
        await client.search(prefix);
        await client.openRow(subject);
        // Typed, and not left: the form has not told the record yet.
        await form.subject.pressSequentially("!");
        await page.goBack();
        await answer("Discard");
        expect(saves).toBe(0);
    });

    for (const { name, leave, left } of ways) {
        await test.step(`${name} saves once when told to`, async () => {
            await manager.write("support.appointment", id, { start: start.stored, stop: stop.stored });
            saves = 0;
            await open();
            await leave();
            await answer("Save");
            await left();
            expect({ saves, start: await stored() }).toEqual({ saves: 1, start: later.stored });
        });
    }
});

test("a button saves the form first, as everywhere in Odoo; what can't be saved keeps it from its work", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Hinge is loose");
    const { id } = await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.thursday, "10:00"),
        stop: moment(emptyWeek.thursday, "11:00"),
    });
    await book(manager, {
        subject: `${subject} elsewhere`,
        technician: "technician",
        start: moment(emptyWeek.thursday, "16:00"),
        stop: moment(emptyWeek.thursday, "17:00"),
    });
    const stored = () =>
        manager.read<{ subject: string; start: string; state: string }>("support.appointment", id, [
            "subject",
            "start",
            "state",
        ]);
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const { dialog } = client;
    const later = moment(emptyWeek.thursday, "14:00");
    await client.open(`/odoo/support-appointments/${id}`);

    await test.step("a visit without a subject is neither saved nor started", async () => {
        await form.subject.fill("");
        await form.press("Start Visit");
        await expect(client.notifications.filter({ hasText: "Missing required fields" })).toBeVisible();
        await expect(dialog).toHaveCount(0);
        await expect(form.saveButton).toBeVisible();
        expect(await stored()).toMatchObject({ subject, state: "confirmed" });
    });

    await test.step("neither is one at a time that is taken", async () => {
        const before = await stored();
        await form.subject.fill(subject);
        await form.setStart(moment(emptyWeek.thursday, "16:00"));
        await form.press("Start Visit");
        await expect(dialog).toContainText("is already booked");
        await picture(page, "start-at-a-time-that-is-taken");
        await dialog.locator(".modal-footer").getByRole("button", { name: "Close" }).click();
        expect(await stored()).toEqual(before);
        await form.discard();
    });

    await test.step("text and time that were typed last are saved, also if the visit is not started then", async () => {
        await form.subject.fill(`${subject} again`);
        const time = form.field("start").locator('[data-field="start"]');
        await time.click();
        await time.fill(later.typed);
        // The focus is still there.
        await form.press("Start Visit");
        await expect(dialog).toContainText("Thursday");
        await picture(page, "start-with-unsaved-input");
        expect(await stored()).toEqual({ id, subject: `${subject} again`, start: later.stored, state: "confirmed" });
        await dialog.getByRole("button", { name: "Leave as It Is" }).click();
        await expect(form.subject).toHaveValue(`${subject} again`);
        await expect(form.saveButton).toBeHidden();
    });
});

test("a dialog with unsaved input asks before it goes, whatever closes it", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const prefix = unique("Door sticks");
    const subject = prefix;
    const [start, stop, later] = ["10:00", "11:00", "14:00"].map((time) => moment(emptyWeek.monday, time)) as [
        ReturnType<typeof moment>,
        ReturnType<typeof moment>,
        ReturnType<typeof moment>,
    ];
    const { id } = await book(manager, { subject, technician: "technician", start, stop });
    const planned = await booked(manager, prefix);
    const stored = async (): Promise<string> =>
        (await manager.read<{ start: string }>("support.appointment", id, ["start"])).start;
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const board = new Board(page);
    await board.open(emptyWeek.monday);
    const visit = page.locator(".o_dialog").filter({ has: page.locator(".o_form_view") });
    const question = page.locator(".o_dialog").filter({ hasNot: page.locator(".o_form_view") });
    const form = new AppointmentForm(page, visit);
    const ways = [
        { name: "Escape", leave: () => page.keyboard.press("Escape") },
        { name: "the cross", leave: () => visit.locator(".btn-close").click() },
    ];
    const answer = async (choice: string): Promise<void> => {
        await question.getByRole("button", { name: choice, exact: true }).click();
        await expect(question).toHaveCount(0);
    };
    const openNew = async (): Promise<void> => {
        await client.content.getByRole("button", { name: "New", exact: true }).click();
        await form.subject.fill(`${prefix} in the yard`);
    };
    const open = async (): Promise<void> => {
        await board.block(subject).dblclick();
        await form.setStart(later);
    };

    for (const { name, leave } of ways) {
        await test.step(`${name}, in the dialog of a new visit`, async () => {
            await openNew();
            await leave();
            await expect(question).toContainText("not booked yet");
            if (name === "Escape") await picture(page, "dialog-not-booked");
            await answer("Stay Here");
            await expect(form.subject).toHaveValue(`${prefix} in the yard`);
            await leave();
            await answer("Discard");
            await expect(visit).toHaveCount(0);
            expect(await booked(manager, prefix)).toEqual(planned);
        });
        await test.step(`${name}, in the dialog of a visit that was changed`, async () => {
            await open();
            await leave();
            await expect(question).toContainText("not saved yet");
            if (name === "Escape") await picture(page, "dialog-not-saved");
            await answer("Stay Here");
            await leave();
            await answer("Discard");
            await expect(visit).toHaveCount(0);
            expect(await stored()).toBe(start.stored);
        });
    }

    await test.step("what was not changed closes at once", async () => {
        await board.block(subject).dblclick();
        await expect(form.subject).toHaveValue(subject);
        await page.keyboard.press("Escape");
        await expect(visit).toHaveCount(0);
    });

    await test.step("a page of its own: staying and discarding save nothing", async () => {
        await open();
        await visit.locator(".o_expand_button").click();
        await expect(question).toContainText("not saved yet");
        await answer("Stay Here");
        await visit.locator(".o_expand_button").click();
        await answer("Discard");
        await expect(client.breadcrumb).toContainText(subject);
        expect(await stored()).toBe(start.stored);
        expect(await booked(manager, prefix)).toEqual(planned);
    });

    await test.step("saved from the question, it is saved once, and the dialog is gone", async () => {
        await board.open(emptyWeek.monday);
        await open();
        await page.keyboard.press("Escape");
        await answer("Save");
        await expect(visit).toHaveCount(0);
        expect(await stored()).toBe(later.stored);
    });
});
