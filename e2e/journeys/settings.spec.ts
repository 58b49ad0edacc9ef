import { AppointmentForm } from "../support/appointment_form.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

test("an administrator's settings hold for the next visit", async ({ pageOf, rpcOf, picture }) => {
    const admin = await rpcOf("admin");
    const company = await admin.find("res.company", [["name", "=", "YourCompany"]]);
    const before = await admin.read<{ support_default_duration: number; support_travel_minutes: number }>(
        "res.company",
        company,
        ["support_default_duration", "support_travel_minutes"],
    );
    const page = await pageOf("admin");
    const client = new WebClient(page);
    try {
        await test.step("the settings are found in the app's own menu", async () => {
            await client.openApp("Support Center");
            await client.menu("Configuration", "Settings");
            const block = page.locator("#support_default_duration");
            await expect(block).toBeVisible();
            await block.getByRole("textbox").fill("1:30");
            await page.locator("#support_travel_minutes").getByRole("textbox").fill("20");
            await picture(page, "settings");
            await page.getByRole("button", { name: "Save", exact: true }).click();
            await expect(page.getByRole("button", { name: "Save", exact: true })).toBeHidden();
        });

        await test.step("a new visit takes that long and keeps that much free for the way", async () => {
            const managersPage = await pageOf("manager");
            const managers = new WebClient(managersPage);
            const form = new AppointmentForm(managersPage);
            await managers.openApp("Support Center");
            await managers.menu("Appointments");
            await managers.switchTo("list");
            await managers.content.getByRole("button", { name: "New" }).click();
            await expect(form.input("duration")).toHaveValue("01:30");
            await expect(form.input("travel_minutes")).toHaveValue("20");
            await picture(managersPage, "new-visit");
        });

        await test.step("a value that makes no sense is refused in a sentence", async () => {
            await client.menu("Configuration", "Settings");
            await page.locator("#support_default_duration").getByRole("textbox").fill("0");
            await page.getByRole("button", { name: "Save", exact: true }).click();
            expect(await client.refusal()).toContain("duration has to be above zero");
        });
    } finally {
        await admin.write("res.company", company, {
            support_default_duration: before.support_default_duration,
            support_travel_minutes: before.support_travel_minutes,
        });
    }
});
