import { isoDate, moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("importing visits says how many emails go out, and can notify nobody", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const subject = unique("Yearly check");
    const line = (time: string, email: string): string =>
        `${subject},Rosa Winter,${email},${moment(emptyWeek.friday, time).stored}`;
    const file = {
        name: "visits.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
            [
                "subject,customer_name,customer_email,start",
                line("10:00", "rosa@winter.example.com"),
                line("11:00", "rosa@winter.example.com"),
                line("12:00", ""),
            ].join("\n"),
        ),
    };
    const visits = (): Promise<number> => manager.count("support.appointment", [["subject", "=", subject]]);
    const confirmations = (domain: unknown[]): Promise<number> =>
        manager.count("support.notification", [
            ["appointment_id.subject", "=", subject],
            ["kind", "=", "confirmation"],
            domain,
        ]);
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const button = (name: string) => client.content.getByRole("button", { name, exact: true });

    await client.open("/odoo/support-appointments");
    await client.content.locator(".o_cp_action_menus button").first().click();
    await page.getByRole("menuitem", { name: "Import records" }).click();
    await page.locator('input[type="file"]').first().setInputFiles(file);
    await expect(button("Test")).toBeVisible();

    await test.step("a test says it", async () => {
        await button("Test").click();
        await expect(client.content).toContainText("2 emails to customers go out when you import this file.");
        await picture(page, "tested");
        expect(await visits()).toBe(0);
    });

    await test.step("so does the import, before anything is imported", async () => {
        await button("Import").click();
        await expect(client.dialog).toContainText("2 emails to customers");
        await picture(page, "asked");
        await page.setViewportSize({ width: 390, height: 844 });
        await picture(page, "asked-on-a-telephone");
        await page.setViewportSize({ width: 1280, height: 800 });
        await client.dialog.getByRole("button", { name: "Cancel" }).click();
        await expect(client.dialog).toHaveCount(0);
        expect(await visits()).toBe(0);
    });

    await test.step("without notifying, nobody gets a confirmation", async () => {
        await button("Import").click();
        await client.dialog.getByRole("button", { name: "Import, Do Not Notify" }).click();
        await expect(client.notifications.first()).toContainText("3 records successfully imported");
        expect(await visits()).toBe(3);
        expect(await confirmations(["suppressed_reason", "=", "no_confirmation"])).toBe(3);
        expect(await confirmations(["state", "!=", "suppressed"])).toBe(0);
    });
});

test("two visits swap their times in one file; a clash names its row", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const { friday } = emptyWeek;
    const booked: Visit[] = [];
    for (const [start, stop] of [
        ["10:00", "11:00"],
        ["11:00", "12:00"],
        ["12:00", "13:00"],
    ] as const) {
        booked.push(
            await book(manager, {
                subject: unique(`Swapped ${start}`),
                technician: "technician",
                start: moment(friday, start),
                stop: moment(friday, stop),
            }),
        );
    }
    const ids = booked.map((visit) => visit.id);
    const { datas } = await manager.call<{ datas: [string][] }>("support.appointment", "export_data", [ids, ["id"]]);
    const file = (...times: string[]) => ({
        name: "visits.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
            // By the clock of who imports it.
            ["id,start", ...times.map((time, row) => `${datas[row]?.[0]},${isoDate(friday)} ${time}:00`)].join("\n"),
        ),
    });
    const starts = (): Promise<string[]> =>
        Promise.all(
            ids.map(async (id) => (await manager.read<{ start: string }>("support.appointment", id, ["start"])).start),
        );
    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const button = (name: string) => client.content.getByRole("button", { name, exact: true });
    await client.open("/odoo/support-appointments");
    await client.content.locator(".o_cp_action_menus button").first().click();
    await page.getByRole("menuitem", { name: "Import records" }).click();

    await test.step("the second would be where the third is", async () => {
        await page.locator('input[type="file"]').first().setInputFiles(file("11:00", "12:00"));
        await button("Test").click();
        await expect(client.content).toContainText(`${booked[2]?.reference}, travel included`);
        // Rows are counted from 1, without the headers.
        await expect(client.content).toContainText("Error at row 2");
        await picture(page, "clash");
    });

    await test.step("they swap", async () => {
        await page.locator('input[type="file"]').first().setInputFiles(file("11:00", "10:00"));
        await button("Import").click();
        await expect(client.notifications.first()).toContainText("2 records successfully imported");
        expect(await starts()).toEqual(["11:00", "10:00", "12:00"].map((time) => moment(friday, time).stored));
    });
});
