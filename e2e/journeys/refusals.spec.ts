import { AppointmentForm } from "../support/appointment_form.ts";
import { moment, today } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

test("a double booking and a past date are refused in sentences, and nothing typed is lost", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const manager = await rpcOf("manager");
    const { thursday } = emptyWeek;
    const subject = unique("Install a second socket");
    const taken = await book(manager, {
        subject: "Rewire the counter",
        technician: "technician",
        start: moment(thursday, "10:00"),
        stop: moment(thursday, "11:00"),
    });

    const page = await pageOf("manager");
    const client = new WebClient(page);
    const form = new AppointmentForm(page);
    await client.openApp("Support Center");
    await client.menu("Appointments");
    await client.switchTo("list");
    await client.content.getByRole("button", { name: "New" }).click();
    await form.subject.fill(subject);
    await form.input("customer_name").fill("Emilia Sommer");

    await test.step("who is taken is not offered; chosen before the time changed, there is a warning", async () => {
        await form.setStart(moment(thursday, "14:00"));
        await form.chooseTechnician("Tomas Brandt");
        await expect(form.warning.filter({ hasText: "Tomas Brandt" })).toHaveCount(0);
        await form.setStart(moment(thursday, "10:30"));
        await expect(form.warning.filter({ hasText: "already booked" })).toContainText(
            /Tomas Brandt is already booked from .*10:00.*to .*11:00.*Choose another time or technician\./,
        );
        await form.offeredTechnicians(async (names) => {
            await expect(names.filter({ hasText: "Sofia Ricci" })).toHaveCount(1);
            await expect(names.filter({ hasText: "Tomas Brandt" })).toHaveCount(0);
        });
        await picture(page, "warning");
    });

    await test.step("saving it nevertheless is refused", async () => {
        await form.saveButton.click();
        const sentence = await client.refusal();
        expect(sentence).toContain("Tomas Brandt is already booked");
        expect(sentence).toContain(taken.reference);
        await expect(form.subject).toHaveValue(subject);
        expect(await manager.count("support.appointment", [["subject", "=", subject]])).toBe(0);
        expect(await manager.count("helpdesk.ticket", [["name", "=", subject]])).toBe(0);
    });

    await test.step("so is a past date", async () => {
        await form.setStart(moment(today() - 2, "10:00"));
        await expect(form.warning.filter({ hasText: "has passed" })).toBeVisible();
        await form.saveButton.click();
        await expect(client.dialog).toBeVisible();
        await picture(page, "past");
        expect(await client.refusal()).toMatch(
            /has passed\. Choose a time from now on, or book the visit as completed\./,
        );
    });

    await test.step("with a free time it is booked, and a ticket with it", async () => {
        await form.setStart(moment(thursday, "14:00"));
        await form.save();
        await expect(form.status).toHaveText("Confirmed");
        await expect(client.content.getByRole("button", { name: "Ticket" })).toBeVisible();
        expect(await manager.count("helpdesk.ticket", [["name", "=", subject]])).toBe(1);
    });
});
