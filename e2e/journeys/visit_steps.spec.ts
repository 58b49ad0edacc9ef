import { AppointmentForm } from "../support/appointment_form.ts";
import { moment, today } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("a visit of another day is not started by mistake, and starting and completing are undone", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
}) => {
    const manager = await rpcOf("manager");
    const visit = await book(manager, {
        subject: "Scales drift",
        technician: "technician",
        start: moment(emptyWeek.wednesday, "08:00"),
        stop: moment(emptyWeek.wednesday, "09:00"),
    });
    const stage = async (): Promise<string> => {
        const { stage_id } = await manager.read<{ stage_id: [number, string] }>("helpdesk.ticket", visit.ticket, [
            "stage_id",
        ]);
        return stage_id[1];
    };
    const before = await stage();
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const { dialog, notifications } = client;

    await test.step("Enter on an opened visit does not start it", async () => {
        await client.open(`/odoo/support-appointments/${visit.id}`);
        await expect(form.subject).toBeFocused();
        await page.keyboard.press("Enter");
        await client.settled();
        await expect(form.status).toHaveText("Confirmed");
    });

    await test.step("starting names the day; given up, nothing happens", async () => {
        await form.press("Start Visit");
        await expect(dialog).toContainText("Wednesday");
        await picture(page, "start-another-day");
        await dialog.getByRole("button", { name: "Leave as It Is" }).click();
        await expect(dialog).toHaveCount(0);
        await expect(form.status).toHaveText("Confirmed");
    });

    await test.step("starting is undone", async () => {
        await form.press("Start Visit");
        await dialog.getByRole("button", { name: "Start Now" }).click();
        await expect(form.status).toHaveText("In Progress");
        await picture(page, "started");
        await notifications.getByRole("button", { name: "Undo" }).click();
        await expect(form.status).toHaveText("Confirmed");
    });

    await test.step("completing is undone, and the ticket is open again", async () => {
        await form.press("Start Visit");
        await dialog.getByRole("button", { name: "Start Now" }).click();
        await expect(form.status).toHaveText("In Progress");
        await form.press("Complete");
        await expect(dialog).toContainText("Wednesday");
        await dialog.getByRole("button", { name: "Complete Now" }).click();
        await expect(form.status).toHaveText("Completed");
        expect(await stage()).toBe("Solved");
        await notifications.filter({ hasText: "completed" }).getByRole("button", { name: "Undo" }).click();
        await expect(form.status).toHaveText("In Progress");
        expect(await stage()).toBe(before);
    });

    await test.step("later a manager reopens it", async () => {
        await form.press("Complete");
        await dialog.getByRole("button", { name: "Complete Now" }).click();
        await expect(form.status).toHaveText("Completed");
        await page.reload();
        await form.press("Reopen");
        await dialog.getByRole("button", { name: "Reopen" }).click();
        await expect(form.status).toHaveText("In Progress");
        expect(await stage()).toBe(before);
    });

    await test.step("going back to draft says that the customer is not told", async () => {
        await form.press("Back to Confirmed");
        await expect(form.status).toHaveText("Confirmed");
        await form.press("Reset to Draft");
        await expect(dialog).toContainText("The customer gets no email about it");
        await dialog.getByRole("button", { name: "Reset to Draft" }).click();
        await expect(form.status).toHaveText("Draft");
    });
});

test("a visit is pencilled in, and one that took place is recorded, in the dialog", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const page = await pageOf("manager", { width: 1280, height: 900 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page, client.dialog);
    const bookAs = form.root.getByLabel("Book As");
    const customer = await manager.create("res.partner", {
        name: unique("Eisdiele Polar"),
        email: "hallo@polar.example.com",
    });
    const ticket = await manager.create("helpdesk.ticket", { name: unique("Freezer"), partner_id: customer });
    const choose = async (state: string): Promise<void> => {
        await client.content.getByRole("button", { name: "Book a Visit" }).click();
        await bookAs.click();
        await page.locator(".o_select_menu_item", { hasText: state }).click();
        await expect(bookAs).toHaveValue(state);
    };
    const save = client.dialog.getByRole("button", { name: "Save", exact: true });
    const emails = (): Promise<number> =>
        manager.count("support.notification", [["appointment_id.ticket_id", "=", ticket]]);
    const states = (): Promise<number[]> =>
        Promise.all(
            ["draft", "completed"].map((state) =>
                manager.count("support.appointment", [
                    ["ticket_id", "=", ticket],
                    ["state", "=", state],
                ]),
            ),
        );
    await client.open(`/odoo/helpdesk.ticket/${ticket}`);

    await choose("Draft");
    await expect(form.root).toContainText("the customer gets no email until you confirm");
    await form.setStart(moment(emptyWeek.tuesday, "10:00"));
    await picture(page, "pencil-in");
    await save.click();
    await expect(client.dialog).toHaveCount(0);
    expect(await states()).toEqual([1, 0]);

    await choose("Completed");
    await form.setStart(moment(today() - 40, "10:00"));
    await form.chooseTechnician("Tomas Brandt");
    await picture(page, "record");
    await save.click();
    await expect(client.dialog).toHaveCount(0);
    expect(await states()).toEqual([1, 1]);
    expect(await emails()).toBe(0);
});

test("deleting a visit that its customer knows of offers to cancel it instead", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Chimney sweep");
    const { id } = await book(manager, {
        subject,
        start: moment(emptyWeek.monday, "10:00"),
        stop: moment(emptyWeek.monday, "11:00"),
    });
    // The customer was told by telephone.
    await manager.write("support.appointment", id, {
        customer_email: "emilia@sommer.example.com",
        no_confirmation: true,
    });
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const { dialog } = client;
    const form = new AppointmentForm(page);

    await client.open(`/odoo/support-appointments/${id}`);
    await client.content.locator(".o_cp_action_menus button").first().click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(dialog).toContainText("If you delete it, the customer gets no email and still expects you.");
    await picture(page, "delete-known");
    await dialog.getByRole("button", { name: "Cancel the Visit" }).click();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("The stove is gone");
    await dialog.getByRole("button", { name: "Cancel Appointment" }).click();
    await expect(form.status).toHaveText("Cancelled");
});

test("a card dragged to another column is asked about as the button is", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Pump hums");
    const { id } = await book(manager, {
        subject,
        technician: "technician",
        start: moment(emptyWeek.monday, "10:00"),
        stop: moment(emptyWeek.monday, "11:00"),
    });
    const page = await pageOf("manager", { width: 1600, height: 900 });
    const client = new WebClient(page);
    const { dialog } = client;
    const card = client.content.locator(".o_kanban_record", { hasText: subject });
    const column = (title: string) => client.content.locator(".o_kanban_group", { hasText: title });
    const drag = async (title: string): Promise<void> => {
        await card.hover();
        await page.mouse.down();
        const box = (await column(title).boundingBox())!;
        await page.mouse.move(box.x + box.width / 2, box.y + 150, { steps: 12 });
        await page.mouse.up();
    };
    const stateOf = async (): Promise<unknown> =>
        (await manager.read<{ state: string }>("support.appointment", id, ["state"])).state;
    await client.open("/odoo/support-appointments");
    await client.switchTo("kanban");
    await client.search(subject);

    await test.step("In Progress names the day, and is undone", async () => {
        await drag("In Progress");
        await expect(dialog).toContainText("Monday");
        await dialog.getByRole("button", { name: "Start Now" }).click();
        await expect(column("In Progress").locator(".o_kanban_record", { hasText: subject })).toHaveCount(1);
        await client.notifications.getByRole("button", { name: "Undo" }).click();
        await expect(column("Confirmed").locator(".o_kanban_record", { hasText: subject })).toHaveCount(1);
        expect(await stateOf()).toBe("confirmed");
    });

    await test.step("Cancelled asks for the reason", async () => {
        await drag("Cancelled");
        await expect(dialog.getByRole("textbox", { name: "Reason" })).toBeVisible();
        await picture(page, "drag-to-cancelled");
        expect(await stateOf()).toBe("confirmed");
        await dialog.getByRole("button", { name: "Discard" }).click();
        await expect(column("Confirmed").locator(".o_kanban_record", { hasText: subject })).toHaveCount(1);
    });

    await test.step("another technician's column reassigns", async () => {
        await book(manager, {
            subject: `${subject} too`,
            technician: "technician2",
            start: moment(emptyWeek.friday, "10:00"),
            stop: moment(emptyWeek.friday, "11:00"),
        });
        await page.locator(".o_searchview_dropdown_toggler").click();
        await page.getByRole("menuitemcheckbox", { name: "Technician" }).click();
        await page.keyboard.press("Escape");
        await expect(column("Aylin Demir")).toBeVisible();
        const first = column("Tomas Brandt").locator(".o_kanban_record", { hasText: subject });
        await first.hover();
        await page.mouse.down();
        const box = (await column("Aylin Demir").boundingBox())!;
        await page.mouse.move(box.x + box.width / 2, box.y + 150, { steps: 12 });
        await page.mouse.up();
        await expect(column("Aylin Demir").locator(".o_kanban_record", { hasText: subject })).toHaveCount(2);
        await expect
            .poll(() => manager.read("support.appointment", id, ["technician_id"]))
            .toMatchObject({ technician_id: [expect.any(Number), "Aylin Demir"] });
    });
});
