import { AppointmentForm } from "../support/appointment_form.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

test("a manager plans a technician's hours and time off, and bookings follow", async ({
    pageOf,
    picture,
    emptyWeek,
}) => {
    const page = await pageOf("manager");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    const { tuesday } = emptyWeek;

    const setHours = async (calendar: string) => {
        await client.content.getByRole("button", { name: "Set Working Hours" }).click();
        const hours = client.dialog.getByRole("combobox", { name: "Working Hours" });
        await hours.fill(calendar);
        await client.dialog.getByRole("option", { name: calendar }).click();
        await picture(page, "set-working-hours");
        await client.dialog.getByRole("button", { name: "Apply" }).click();
        await expect(client.dialog).toHaveCount(0);
        await expect(client.content).toContainText(calendar);
    };
    const openTechnician = async (name: string) => {
        await client.menu("Configuration", "Technicians");
        await client.openRow(name);
    };
    const expectAtTen = async (offered: string[]) => {
        await client.menu("Appointments");
        await client.switchTo("list");
        await client.content.getByRole("button", { name: "New" }).click();
        await form.setStart(moment(tuesday, "10:00"));
        await form.offeredTechnicians((names) => expect(names).toHaveText(offered));
        await form.discard();
    };

    await client.openApp("Support Center");
    await test.step("hours and time zones are seen at a glance", async () => {
        await client.menu("Configuration", "Technicians");
        await expect(client.rows("Oliver Hughes")).toContainText(["London, Mon–Fri 9–17:30"]);
        await expect(client.rows("Oliver Hughes")).toContainText(["Europe/London"]);
        await expect(client.rows()).toHaveCount(6);
        await picture(page, "technicians");
    });

    await test.step("other hours make a technician available", async () => {
        await expectAtTen(["Lena Vogt", "Oliver Hughes", "Sofia Ricci", "Tomas Brandt"]);
        await openTechnician("Mateusz Nowak");
        await setHours("Day Shift, Mon–Fri 8–17");
        await expectAtTen(["Lena Vogt", "Mateusz Nowak", "Oliver Hughes", "Sofia Ricci", "Tomas Brandt"]);
        await openTechnician("Mateusz Nowak");
        await setHours("Late Shift, Mon–Fri 12–20");
    });

    await test.step("nobody is booked during time off", async () => {
        await openTechnician("Lena Vogt");
        await client.content.getByRole("button", { name: "Time Off" }).click();
        await client.content.getByRole("button", { name: "New" }).click();
        await form.input("name").fill("First-aid course");
        for (const [field, time] of [
            ["date_from", "08:00"],
            ["date_to", "18:00"],
        ] as const) {
            const date = form.field(field).locator(`[data-field=${field}]`);
            await date.click();
            await date.fill(moment(tuesday, time).typed);
            await page.keyboard.press("Enter");
        }
        await picture(page, "time-off");
        await form.save();
        await client.breadcrumb.getByText("Time Off of Lena Vogt").click();
        await expect(client.rows("First-aid course")).toHaveCount(1);
        // Enter has begun no other absence.
        await expect(client.rows()).toHaveCount(1);
        await expect(client.rows().first()).toContainText("6:00 PM");
        await picture(page, "time-off-list");
        await expectAtTen(["Oliver Hughes", "Sofia Ricci", "Tomas Brandt"]);
    });
});
