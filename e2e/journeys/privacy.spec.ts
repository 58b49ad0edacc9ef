import { readFile } from "node:fs/promises";
import { expectAccessible } from "../support/accessibility.ts";
import { BookingApi } from "../support/booking_api.ts";
import { placesWith } from "../support/database.ts";
import { isoDate } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";
import { unzip } from "../support/zip.ts";

interface Exported {
    format: string;
    customer: { emails: string[] };
    visits: { reference: string; customer: { name: string; email: string; phone: string }; description: string }[];
}

const screens = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
];

test("a customer who booked online gets their data, and is erased from every table", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    test.slow();
    const mark = unique("").trim();
    const customer = {
        name: `Theodora Quillfeather${mark}`,
        email: `theodora.${mark}@nowhere.example`,
        phone: `+49 30 7${parseInt(mark, 16)}`,
    };
    const words = [`Quillfeather${mark}`, customer.email, customer.phone, `Pelikanweg ${mark}`];
    const manager = await rpcOf("manager");
    const api = new BookingApi();
    const [slot] = await api.slots(isoDate(emptyWeek.monday), isoDate(emptyWeek.tuesday));
    if (!slot) throw new Error("nobody is free");
    const booking = await api.book({
        customer,
        start: slot.start,
        duration_minutes: 60,
        subject: `Boiler of ${customer.name}`,
        description: "The dog is friendly",
        location: `Pelikanweg ${mark}`,
    });
    const visit = await manager.find("support.appointment", [["name", "=", booking.reference]]);
    const page = await pageOf("manager");
    const client = new WebClient(page);
    const { dialog } = client;

    async function look(): Promise<void> {
        await page.locator(".o_menu_sections").getByText("Configuration", { exact: true }).click();
        await page.getByRole("menuitem", { name: "Customer's Data", exact: true }).click();
        await expect(dialog).toBeVisible();
        await dialog.getByLabel("Email").fill(customer.email);
        await dialog.getByLabel("Email").press("Tab");
        await expect(dialog.getByRole("cell", { name: booking.reference, exact: true })).toBeVisible();
    }

    await test.step("notes and messages come up, and the visit is called off", async () => {
        await manager.call("support.appointment", "message_post", [[visit]], { body: `${customer.name} called twice` });
        await manager.write("support.appointment", visit, { customer_phone: `${customer.phone}0` });
        await manager.write("support.appointment", visit, { customer_phone: customer.phone });
    });

    await test.step("while the visit is to come, nothing can be erased", async () => {
        await client.openApp("Support Center");
        await look();
        await expect(dialog.getByText(/Not over yet/)).toContainText(booking.reference);
        await expect(dialog.getByRole("button", { name: "Erase" })).toBeHidden();
        await picture(page, "to-come");
        await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
        await manager.call("support.appointment", "write", [
            [visit],
            { state: "cancelled", cancel_reason: `${customer.name} moved` },
        ]);
    });

    await test.step("the export's bytes have everything", async () => {
        await look();
        const downloading = page.waitForEvent("download");
        await dialog.getByRole("button", { name: "Export" }).click();
        const download = await downloading;
        expect(download.suggestedFilename()).toMatch(/^customer-data-\d{4}-\d\d-\d\d\.zip$/);
        const files = unzip(await readFile(await download.path()));
        const data = JSON.parse(files.get("customer-data.json")?.toString() ?? "") as Exported;
        expect(data.format).toBe("support-center-customer-data/1");
        expect(data.customer.emails).toEqual([customer.email]);
        expect(data.visits).toHaveLength(1);
        expect(data.visits[0]).toMatchObject({
            reference: booking.reference,
            customer,
            description: "The dog is friendly",
        });
        const readable = await page.context().newPage();
        await readable.setContent(files.get("customer-data.html")?.toString() ?? "");
        await expect(readable.getByRole("heading", { name: `Visit ${booking.reference}` })).toBeVisible();
        await picture(readable, "export");
        await readable.close();
    });

    await test.step("a typed confirmation erases", async () => {
        await expect(dialog.getByRole("cell", { name: booking.reference, exact: true })).toBeVisible();
        await expect(dialog.getByText("Add a line")).toHaveCount(0);
        await expectAccessible(page, ".o_dialog");
        for (const screen of screens) {
            await page.setViewportSize(screen);
            await picture(page, `erase-${screen.width}`);
            const confirmation = dialog.getByLabel("Type this to confirm");
            await confirmation.scrollIntoViewIfNeeded();
            await picture(page, `erase-end-${screen.width}`);
        }
        await page.setViewportSize(screens[0] ?? { width: 1280, height: 800 });
        await dialog.getByLabel("Type this to confirm").fill("somebody else");
        await dialog.getByLabel("Type this to confirm").press("Tab");
        await dialog.getByRole("button", { name: "Erase" }).click();
        const refusal = page.getByRole("dialog").filter({ hasText: "to confirm. What is erased" });
        await expect(refusal).toBeVisible();
        await refusal.locator("footer").getByRole("button").first().click();
        await dialog.getByLabel("Type this to confirm").fill(customer.email);
        await dialog.getByLabel("Type this to confirm").press("Tab");
        await dialog.getByRole("button", { name: "Erase" }).click();
        await expect(client.notifications.filter({ hasText: "was erased" })).toBeVisible();
    });

    await test.step("the person is in no table of Odoo's database or the companion's; the visit still is", async () => {
        await expect.poll(() => placesWith(words), { timeout: 60_000 }).toEqual([]);
        const left = await manager.read<{ name: string; state: string; customer_name: string }>(
            "support.appointment",
            visit,
            ["name", "state", "customer_name"],
        );
        expect(left).toMatchObject({ name: booking.reference, state: "cancelled", customer_name: "Erased customer" });
    });

    await test.step("the visit's form says so", async () => {
        await client.open(`/odoo/action-support_center.support_appointment_action_all/${visit}`);
        await expect(client.content.getByText(/The customer data was erased on/)).toBeVisible();
        await picture(page, "erased");
    });
});

test("how long data is kept is set in Settings", async ({ pageOf, picture }) => {
    const page = await pageOf("admin");
    const client = new WebClient(page);
    await client.openApp("Support Center");
    await client.menu("Configuration", "Settings");
    const block = page.locator("#support_keep_access_log_days");
    await expect(block.getByRole("textbox")).toHaveValue("180");
    for (const screen of screens) {
        await page.setViewportSize(screen);
        await block.scrollIntoViewIfNeeded();
        await picture(page, `settings-${screen.width}`);
    }
    await block.getByRole("textbox").fill("0");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    expect(await client.refusal()).toContain("one day at least");
});
