import { expectAccessible } from "../support/accessibility.ts";
import { AppointmentForm } from "../support/appointment_form.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

const VIEW = ".o_action_manager";
const DIALOG = ".modal";

for (const view of ["list", "kanban", "pivot", "graph", "activity"] as const) {
    test(`accessible: appointments as ${view}`, async ({ pageOf, picture }) => {
        const page = await pageOf("manager");
        const client = new WebClient(page);
        await client.open("/odoo/support-appointments");
        await client.switchTo(view);
        // A customer with visits in several states, and few enough that looking at each element does not take minutes.
        await client.search("Kettle");
        await expect(page.getByText("No appointment found")).toBeHidden();
        await picture(page, view);
        await expectAccessible(page, VIEW);
    });
}

test("accessible: the form, new and with a warning, saved, cancelled, and the cancel dialog", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
}) => {
    const manager = await rpcOf("manager");
    const { friday } = emptyWeek;
    const visit = await book(manager, {
        subject: "Check the sprinklers",
        technician: "technician",
        start: moment(friday, "10:00"),
        stop: moment(friday, "11:00"),
    });
    const page = await pageOf("manager");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);

    await test.step("new", async () => {
        await client.open("/odoo/support-appointments/new");
        await form.subject.fill("Check the pumps");
        await form.setStart(moment(friday, "10:00"));
        await form.chooseTechnician("Sofia Ricci");
        await form.setStart(moment(friday, "22:00"));
        await expect(form.warning.filter({ hasText: "does not work" })).toBeVisible();
        await picture(page, "new");
        await expectAccessible(page, VIEW);
        await form.discard();
    });
    await test.step("saved", async () => {
        await client.open(`/odoo/support-appointments/${visit.id}`);
        await expect(form.status).toHaveText("Confirmed");
        await picture(page, "saved");
        await expectAccessible(page, VIEW);
    });
    await test.step("the cancel dialog", async () => {
        await form.press("Cancel");
        const reason = client.dialog.getByRole("textbox", { name: "Reason" });
        await reason.fill("Moved to another company");
        await picture(page, "dialog");
        await expectAccessible(page, DIALOG);
        await client.dialog.getByRole("button", { name: "Cancel Appointment" }).click();
    });
    await test.step("cancelled", async () => {
        await expect(form.root.locator(".ribbon")).toBeVisible();
        await expectAccessible(page, VIEW);
    });
});

test("accessible: technicians, their form and their hours", async ({ pageOf, picture }) => {
    const page = await pageOf("manager");
    const client = new WebClient(page);
    await client.open("/odoo/support-technicians");
    await expect(client.rows("Tomas Brandt")).toBeVisible();
    await expectAccessible(page, VIEW);
    await client.openRow("Tomas Brandt");
    await expectAccessible(page, VIEW);
    await client.content.getByRole("button", { name: "Set Working Hours" }).click();
    await expect(client.dialog.getByRole("button", { name: "Apply" })).toBeVisible();
    await picture(page, "set-working-hours");
    await expectAccessible(page, DIALOG);
});

test("accessible: settings", async ({ pageOf, picture }) => {
    const page = await pageOf("admin");
    const client = new WebClient(page);
    await client.openApp("Support Center");
    await client.menu("Configuration", "Settings");
    await expect(page.locator("#support_default_duration")).toBeVisible();
    await picture(page, "settings");
    await expectAccessible(page, '.app_settings_block[data-key="support_center"]');
});
