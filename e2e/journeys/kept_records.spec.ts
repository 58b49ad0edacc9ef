import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("a manager reads the record of a visit, whose author can't thin it out", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const { wednesday } = emptyWeek;
    const subject = unique("Check the fuse box");
    const visit = await book(manager, {
        subject,
        technician: "technician",
        start: moment(wednesday, "10:00"),
        stop: moment(wednesday, "11:00"),
    });
    const values = { location: "Beech Road 4", customer_email: "emilia.sommer@example.com" };
    await manager.call("support.appointment", "write", [[visit.id], values], { context: { tracking_disable: true } });

    const page = await pageOf("manager");
    const client = new WebClient(page);

    await test.step("from the visit", async () => {
        await client.openApp("Support Center");
        await client.menu("Appointments");
        await client.switchTo("list");
        await client.search(subject);
        await client.openRow(subject);
        await client.content.getByRole("button", { name: /Record$/ }).click();
        await expect(client.rows()).toHaveCount(2);
        await expect(client.rows().first()).toContainText("Changed");
        await expect(client.rows().first()).toContainText("Beech Road 4");
        await expect(client.rows().last()).toContainText("Booked");
        await expect(client.content.getByRole("button", { name: "New" })).toHaveCount(0);
        await picture(page, "record-of-a-visit");
    });

    await test.step("a deleted visit is still in it, and the emails about it are kept", async () => {
        await manager.call("support.appointment", "unlink", [[visit.id]]);
        await client.menu("Reporting", "Record of Visits");
        await client.search(visit.reference);
        await expect(client.rows()).toHaveCount(3);
        await expect(client.rows().first()).toContainText("Deleted");
        await picture(page, "record-of-visits");
        await client.menu("Configuration", "Customer Mail");
        await client.clearSearch();
        await client.search(visit.reference);
        await expect(client.rows("Confirmation")).toContainText("The visit was deleted");
        await picture(page, "mail-of-a-deleted-visit");
    });
});

test("an administrator is asked to archive a technician's user, not to delete it", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const admin = await rpcOf("admin");
    const { friday } = emptyWeek;
    const visit = await book(manager, {
        subject: unique("Fit a smoke alarm"),
        technician: "technician",
        start: moment(friday, "10:00"),
        stop: moment(friday, "11:00"),
    });
    const technician = await admin.find("res.users", [["login", "=", "technician"]]);
    const page = await pageOf("admin");
    const client = new WebClient(page);
    await client.open(`/odoo/res.users/${technician}`);
    await expect(client.content.locator(".o_form_view")).toBeVisible();
    await page.locator(".o_cp_action_menus").getByRole("button").first().click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await client.dialog.getByRole("button", { name: "Delete" }).click();
    await expect(client.dialog.locator(".modal-body")).toContainText("Archive the user instead");
    await picture(page, "archive-instead");
    await client.dialog.locator("footer").getByRole("button").first().click();
    const { technician_id } = await manager.read<{ technician_id: [number, string] }>("support.appointment", visit.id, [
        "technician_id",
    ]);
    expect(technician_id[0]).toBe(technician);
});
