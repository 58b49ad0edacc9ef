import { AppointmentForm } from "../support/appointment_form.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("a technician sees their own visits and nobody else's", async ({ pageOf, rpcOf, picture, emptyWeek, unique }) => {
    const [manager, technician] = [await rpcOf("manager"), await rpcOf("technician")];
    const { wednesday } = emptyWeek;
    const [start, stop] = [moment(wednesday, "08:00"), moment(wednesday, "09:00")];
    const task = unique("replace the router");
    const own = await book(manager, { subject: `Own: ${task}`, technician: "technician", start, stop });
    const other = await book(manager, { subject: `Other: ${task}`, technician: "technician2", start, stop });
    const mine = await manager.count("support.appointment", [["technician_id", "=", technician.uid]]);

    const page = await pageOf("technician");
    const client = new WebClient(page);

    await test.step("the menu has what technicians need, and no configuration", async () => {
        await client.openApp("Support Center");
        const sections = page.locator(".o_menu_sections");
        await expect(sections).toContainText("My Appointments");
        await expect(sections).not.toContainText("Configuration");
        await expect(sections).not.toContainText("Reporting");
        await picture(page, "schedule");
    });

    await test.step("the list counts exactly the technician's own", async () => {
        await client.menu("My Appointments");
        await client.switchTo("list");
        await client.clearSearch();
        await expect(page.locator(".o_pager_counter")).toContainText(`/ ${mine}`);
        await client.search(task);
        await expect(client.rows()).toHaveCount(1);
        await expect(client.rows()).toContainText([own.reference]);
        await picture(page, "list");
    });

    await test.step("nor does the schedule or its search show others'", async () => {
        await client.menu("Schedule");
        await client.switchTo("list");
        await client.clearSearch();
        await expect(page.locator(".o_pager_counter")).toContainText(`/ ${mine}`);
        await client.search(other.reference);
        await expect(client.rows()).toHaveCount(0);
        await client.clearSearch();
        await client.switchTo("kanban");
        await client.search(task);
        await expect(client.content.locator(".o_kanban_record:not(.o_kanban_ghost)")).toHaveCount(1);
        await expect(client.content.locator(".o_kanban_view")).not.toContainText(other.reference);
        await picture(page, "kanban");
        for (const view of ["pivot", "graph", "activity"] as const) {
            await client.switchTo(view);
            await expect(client.content).not.toContainText("Aylin Demir");
        }
        await client.switchTo("pivot");
        await expect(client.content).toContainText("Tomas Brandt");
        await picture(page, "pivot");
    });

    await test.step("another's visit does not open by its address either, and says so", async () => {
        await page.goto(`/odoo/support-appointments/${other.id}`);
        await expect(client.dialog.or(client.notifications).first()).toContainText(
            /access|not allowed|does not exist|deleted/i,
        );
        await picture(page, "another's");
        await expect(page.locator("body")).not.toContainText(other.reference);
    });
});

test("a technician starts and completes a visit, and its ticket closes", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
}) => {
    const manager = await rpcOf("manager");
    const { wednesday } = emptyWeek;
    const visit = await book(manager, {
        subject: "Calibrate the scales",
        technician: "technician",
        start: moment(wednesday, "08:00"),
        stop: moment(wednesday, "09:00"),
    });

    const page = await pageOf("technician");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);

    await client.openApp("Support Center");
    await client.menu("My Appointments");
    await client.switchTo("list");
    await client.search(visit.reference);
    await client.openRow(visit.reference);
    await expect(form.status).toHaveText("Confirmed");
    await expect(form.technician).toHaveCount(0);
    await expect(form.field("technician_id")).toContainText("Tomas Brandt");
    await picture(page, "confirmed");

    await form.press("Start Visit");
    await client.dialog.getByRole("button", { name: "Start Now" }).click();
    await expect(form.status).toHaveText("In Progress");
    await form.root.getByRole("tab", { name: "Description" }).click();
    await form.input("description").fill("Scales 1 and 2 done; number 3 needs a new cell.");
    await form.save();
    await picture(page, "in-progress");

    await form.press("Complete");
    await client.dialog.getByRole("button", { name: "Complete Now" }).click();
    await expect(form.status).toHaveText("Completed");
    await expect(form.root.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
    await expect(form.chatter).toContainText("Completed");
    await picture(page, "completed");

    const ticket = await manager.read<{ stage_id: [number, string] }>("helpdesk.ticket", visit.ticket, ["stage_id"]);
    expect(ticket.stage_id[1]).toBe("Solved");
    const { description } = await manager.read<{ description: string }>("support.appointment", visit.id, [
        "description",
    ]);
    expect(description).toBe("Scales 1 and 2 done; number 3 needs a new cell.");
});
