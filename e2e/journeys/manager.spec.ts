import { AppointmentForm } from "../support/appointment_form.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

/** Of the demo technicians, those who work on a Tuesday from 10 to 11 in Berlin, in order of name. */
const AT_WORK_ON_TUESDAY_AT_TEN = ["Lena Vogt", "Oliver Hughes", "Sofia Ricci", "Tomas Brandt"];

test("a manager books a visit from a ticket, edits it and cancels it", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const customer = await manager.create("res.partner", {
        name: "Kranich Optik",
        email: "laden@kranich.example.com",
        phone: "+49 30 23125 401",
        street: "Mehringdamm 40",
        zip: "10961",
        city: "Berlin",
        country_id: await manager.find("res.country", [["code", "=", "DE"]]),
    });
    const ticketName = unique("Lens grinder stops after a minute");
    const ticket = await manager.create("helpdesk.ticket", { name: ticketName, partner_id: customer });
    const { tuesday, sunday } = emptyWeek;
    const newSubject = `${ticketName}, at times`;

    const page = await pageOf("manager");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const dialog = new AppointmentForm(page, client.dialog);

    await test.step("Support Center is among the apps", async () => {
        await client.openApp("Support Center");
        await expect(client.breadcrumb).toContainText("Schedule");
        await picture(page, "schedule");
    });

    await test.step("the visit takes over what the ticket says", async () => {
        await client.openApp("Helpdesk");
        await client.menu("Tickets", "All Tickets");
        await client.search(ticketName);
        await client.openRow(ticketName);
        await expect(client.content.getByRole("button", { name: "Visits" })).toHaveCount(0);
        await client.content.getByRole("button", { name: "Book a Visit" }).click();
        await expect(dialog.subject).toHaveValue(ticketName);
        await expect(dialog.root.getByRole("combobox", { name: "Contact" })).toHaveValue("Kranich Optik");
        await expect(dialog.input("customer_name")).toHaveValue("Kranich Optik");
        await expect(dialog.input("customer_email")).toHaveValue("laden@kranich.example.com");
        await expect(dialog.input("customer_phone")).toHaveValue("+49 30 23125 401");
        await expect(dialog.input("location")).toHaveValue(/Mehringdamm 40.*10961 Berlin/);
        await expect(dialog.root.getByRole("combobox", { name: "Ticket" })).toHaveValue(new RegExp(ticketName));
        await expect(dialog.input("duration")).toHaveValue("01:00");
    });

    await test.step("only technicians who work then and are free are offered", async () => {
        await dialog.setStart(moment(tuesday, "10:00"));
        await dialog.offeredTechnicians((names) => expect(names).toHaveText(AT_WORK_ON_TUESDAY_AT_TEN));
        await dialog.setStart(moment(sunday, "10:00"));
        await dialog.offeredTechnicians((names) => expect(names).toHaveCount(0));
        await dialog.setStart(moment(tuesday, "10:00"));
    });

    let reference = "";
    await test.step("saved, it is confirmed and has a reference", async () => {
        await dialog.chooseTechnician("Tomas Brandt");
        await picture(page, "new-visit");
        await client.dialog.getByRole("button", { name: "Save", exact: true }).click();
        await expect(client.dialog).toHaveCount(0);
        await client.content.getByRole("button", { name: "Visits" }).click();
        await expect(form.subject).toHaveValue(ticketName);
        reference = await form.reference();
        await expect(form.status).toHaveText("Confirmed");
        await picture(page, "booked");
    });

    await test.step("it is in the list and on its card in the kanban", async () => {
        await client.openApp("Support Center");
        await client.menu("Appointments");
        await client.switchTo("list");
        await client.search(reference);
        await expect(client.rows()).toHaveCount(1);
        await expect(client.rows()).toContainText([
            /10:00.*Lens grinder stops.*Kranich Optik.*Tomas Brandt.*Confirmed/,
        ]);
        await picture(page, "list");
        await client.switchTo("kanban");
        const confirmed = client.content.locator(".o_kanban_group", { hasText: "Confirmed" });
        await expect(confirmed.locator(".o_kanban_record").filter({ hasText: reference })).toBeVisible();
        await picture(page, "kanban");
        await client.switchTo("list");
        await client.openRow(reference);
    });

    await test.step("it is edited, and its length stays when it moves", async () => {
        await form.subject.fill(newSubject);
        await form.setStart(moment(tuesday, "14:00"));
        await expect(form.input("duration")).toHaveValue("01:00");
        await form.save();
        await expect(form.chatter).toContainText(newSubject);
        const stored = await manager.find("support.appointment", [
            ["name", "=", reference],
            ["start", "=", moment(tuesday, "14:00").stored],
            ["stop", "=", moment(tuesday, "15:00").stored],
        ]);
        expect(stored).toBeGreaterThan(0);
        await picture(page, "edited");
    });

    await test.step("cancelling asks for the reason first", async () => {
        await form.press("Cancel");
        await expect(client.dialog).toContainText("Cancel");
        const confirm = client.dialog.getByRole("button", { name: "Cancel Appointment" });
        await confirm.click();
        await expect(client.notifications.first()).toContainText("Missing required fields");
        await expect(client.dialog).toBeVisible();
        await picture(page, "cancel-without-reason");
        await client.dialog.getByRole("textbox", { name: "Reason" }).fill("The customer bought a new grinder.");
        await confirm.click();
        await expect(client.dialog).toHaveCount(0);
    });

    await test.step("cancelled, it is marked everywhere", async () => {
        await expect(form.root.locator(".ribbon")).toHaveText("Cancelled");
        await expect(form.root).toContainText("The customer bought a new grinder.");
        await expect(form.root).toContainText("Marta Keller");
        await expect(form.chatter).toContainText("Confirmed");
        await expect(form.chatter).toContainText("Cancelled");
        await expect(form.root.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
        await picture(page, "cancelled");
    });

    await test.step("the ticket counts the visit, is cancelled, and its history says why", async () => {
        await client.content.getByRole("button", { name: "Ticket" }).click();
        await expect(client.breadcrumb).toContainText(ticketName.slice(0, 20));
        await expect(client.content.getByRole("button", { name: "Visits" })).toContainText("1");
        await expect(client.content.getByRole("radio", { checked: true })).toHaveText("Cancelled");
        await expect(form.chatter).toContainText(reference);
        await expect(form.chatter).toContainText("The customer bought a new grinder.");
        await expect(form.chatter).toContainText(`${reference} booked: `);
        await expect(form.chatter).toContainText("moved from");
        await expect(form.chatter).toContainText(`Subject changed from ${ticketName} to ${newSubject}`);
        await picture(page, "ticket");
        await client.content.getByRole("button", { name: "Visits" }).click();
        await expect(form.subject).toHaveValue(newSubject);
    });

    const visits = await manager.count("support.appointment", [["ticket_id", "=", ticket]]);
    expect(visits).toBe(1);
});
