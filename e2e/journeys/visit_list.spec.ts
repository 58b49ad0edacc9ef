import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("a list says how many emails to customers go out before it confirms or reassigns several visits", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Chimney sweep");
    for (const [start, stop] of [
        ["10:00", "11:00"],
        ["11:00", "12:00"],
    ] as const) {
        const { id } = await book(manager, {
            subject,
            start: moment(emptyWeek.monday, start),
            stop: moment(emptyWeek.monday, stop),
        });
        await manager.write("support.appointment", id, { customer_email: "emilia@sommer.example.com" });
        await manager.call("support.appointment", "action_set_draft", [[id]]);
    }
    const told = (kind: string): Promise<number> =>
        manager.count("support.notification", [
            ["appointment_id.subject", "=", subject],
            ["kind", "=", kind],
            ["state", "in", ["planned", "sending", "sent"]],
        ]);
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const { dialog } = client;
    const select = async (): Promise<void> => {
        await client.content.locator("thead .o_list_record_selector input").check();
    };
    await client.open("/odoo/support-appointments");
    await client.search(subject);

    await test.step("confirming asks first; given up, nothing is confirmed", async () => {
        await select();
        await client.content.getByRole("button", { name: "Confirm", exact: true }).click();
        await expect(dialog).toContainText("2 emails to customers go out.");
        await picture(page, "confirm-several");
        await dialog.getByRole("button", { name: "Cancel" }).click();
        await expect(dialog).toHaveCount(0);
        await expect(client.rows("Draft")).toHaveCount(2);
    });

    await test.step("a manager may notify nobody", async () => {
        await client.content.getByRole("button", { name: "Confirm", exact: true }).click();
        await dialog.getByRole("button", { name: "Confirm, Do Not Notify" }).click();
        await expect(client.rows("Confirmed")).toHaveCount(2);
        expect(await told("confirmation")).toBe(0);
    });

    await test.step("so does another technician for all of them", async () => {
        if (!(await client.content.locator("thead .o_list_record_selector input").isChecked())) await select();
        await client.rows().first().locator('td[name="technician_id"]').click();
        const technician = client.rows().first().locator('td[name="technician_id"] input');
        await technician.fill("Tomas Brandt");
        await page.getByRole("option", { name: "Tomas Brandt" }).click();
        await dialog.getByRole("button", { name: "Update" }).click();
        await expect(dialog).toContainText("2 emails to customers go out.");
        await picture(page, "reassign-several");
        await dialog.getByRole("button", { name: "Update and Notify" }).click();
        await expect(client.rows("Tomas Brandt")).toHaveCount(2);
        expect(await told("rescheduled")).toBe(2);
    });

    await test.step("cancelling says how many, in the title and on the button", async () => {
        if (!(await client.content.locator("thead .o_list_record_selector input").isChecked())) await select();
        await client.content.getByRole("button", { name: "Cancel", exact: true }).click();
        await expect(dialog.locator(".modal-title")).toHaveText("Cancel 2 Appointments");
        await expect(dialog).toContainText("2 emails to customers go out, with the reason.");
        await dialog.getByRole("textbox", { name: "Reason" }).fill("The chimney is gone");
        await picture(page, "cancel-several");
        await dialog.getByRole("button", { name: "Cancel 2 Appointments" }).click();
        await expect(client.rows("Cancelled")).toHaveCount(2);
    });
});
