import { AppointmentForm } from "../support/appointment_form.ts";
import { BookingApi } from "../support/booking_api.ts";
import { letEmailWait } from "../support/database.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

test("email that nobody sends is an alarm in Settings and in /readyz, which stays ready", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const customer = unique("Nina Late");
    await manager.create("support.appointment", {
        subject: unique("Late"),
        customer_name: customer,
        customer_email: "nina@example.com",
        start: moment(emptyWeek.tuesday, "10:00").stored,
        stop: moment(emptyWeek.tuesday, "11:00").stored,
    });
    await letEmailWait(10);

    const page = await pageOf("admin");
    const client = new WebClient(page);
    await client.openApp("Support Center");
    await client.menu("Configuration", "Settings");
    const alarm = page.getByRole("alert").filter({ hasText: "overdue" });
    await expect(alarm).toContainText(/\d+ email\(s\) to customers are overdue, the oldest since .*\d/);
    await alarm.scrollIntoViewIfNeeded();
    await picture(page, "settings");
    await alarm.getByRole("button", { name: "Show Them" }).click();
    await expect(page.locator(".o_facet_values")).toContainText("Overdue");
    await expect(page.locator("tr.o_data_row.text-danger").first()).toBeVisible();
    await picture(page, "overdue");

    const api = new BookingApi();
    // The companion hears of it within half a minute.
    await expect
        .poll(async () => (await api.readiness()).checks.overdue_email, { timeout: 60_000 })
        .toEqual({ ok: false, reason: "Email to customers is overdue" });
    const { code, status } = await api.readiness();
    expect([code, status]).toEqual([200, "degraded"]);
});

test("an email that failed for now says why, and when it is tried again, on the visit and in the list", async ({
    pageOf,
    rpcOf,
    mailbox,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const customer = unique("Greta Grey");
    const address = `${unique("greta").replace(" ", ".")}@example.com`;
    const visit = await manager.create("support.appointment", {
        subject: unique("Greylisted"),
        customer_name: customer,
        customer_email: address,
        start: moment(emptyWeek.tuesday, "10:00").stored,
        stop: moment(emptyWeek.tuesday, "11:00").stored,
    });
    mailbox.defer(address);
    await mailbox.deliver();

    const page = await pageOf("manager", { width: 1280, height: 800 });
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const again = form.warning.filter({ hasText: /Trying again at \d/ });

    await test.step("on the visit", async () => {
        await client.open(`/odoo/support-appointments/${visit}`);
        await expect(again).toContainText(address);
        await expect(again).toContainText("4.7.1 try again later");
        await picture(page, "visit");
        await page.setViewportSize({ width: 390, height: 844 });
        await expect(again).toBeVisible();
        await picture(page, "visit-telephone");
        await page.setViewportSize({ width: 1280, height: 800 });
    });

    await test.step("in the list, as it opens, and in the email's own form", async () => {
        await client.openApp("Support Center");
        await client.menu("Configuration", "Customer Mail");
        const row = client.rows(address);
        await expect(row).toContainText(/Trying again at \d/);
        await expect(row).toContainText("4.7.1 try again later");
        await picture(page, "list");
        for (const text of ["Confirmation", address, "4.7.1 try again later"]) {
            await expect(row.getByText(text).first()).toBeInViewport({ ratio: 1 });
        }
        const next = row.locator('[name="retry_text"]');
        await expect.poll(() => next.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true);
        await row.getByText("Confirmation").click();
        await expect(form.warning.filter({ hasText: "4.7.1 try again later" })).toContainText(/Trying again at \d/);
        await picture(page, "email");
    });

    await test.step("once it is delivered, nothing is left of it", async () => {
        mailbox.defer("");
        await letEmailWait(10);
        await mailbox.deliver();
        await client.open(`/odoo/support-appointments/${visit}`);
        await expect(form.status).toHaveText("Confirmed");
        await expect(again).toHaveCount(0);
    });
});
