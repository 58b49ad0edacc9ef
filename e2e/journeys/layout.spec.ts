import type { Page } from "@playwright/test";
import { AppointmentForm } from "../support/appointment_form.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

const LONG = {
    subject:
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: the label printer for it prints every second label twice and the others not at all",
    customer_name:
        "Bundesversicherungsanstalt für Angestellte in Liquidation, Zweigniederlassung Berlin-Charlottenburg",
    customer_email: "a-very-long-address-that-somebody-really-has@department.of.a-subsidiary.example.com",
    location:
        "Straße des Siebzehnten Juni 135, Hinterhaus, vierter Stock rechts, bei der Hausverwaltung klingeln, 10623 Berlin",
};

/** Elements within the view that are wider than their place, so that one has to scroll sideways. */
async function overflowing(page: Page): Promise<string[]> {
    return page.locator(".o_action_manager").evaluate((view) => {
        const boxes = [
            document.documentElement,
            view,
            ...view.querySelectorAll(".o_content, .o_form_sheet_bg, .o_form_sheet"),
        ];
        return boxes
            .filter((box) => box.scrollWidth > box.clientWidth + 1)
            .map((box) => `${box.className || box.tagName}: ${box.scrollWidth} in ${box.clientWidth}`);
    });
}

for (const width of [1280, 1920]) {
    test(`long texts fit at ${width} pixels`, async ({ pageOf, rpcOf, picture, emptyWeek }) => {
        const manager = await rpcOf("manager");
        const { wednesday } = emptyWeek;
        const visit = await manager.create("support.appointment", {
            ...LONG,
            start: moment(wednesday, "10:00").stored,
            stop: moment(wednesday, "11:00").stored,
        });
        const page = await pageOf("manager", { width, height: 1000 });
        const client = new WebClient(page);
        const form = new AppointmentForm(page);

        await client.open(`/odoo/support-appointments/${visit}`);
        await expect(form.status).toHaveText("Confirmed");
        await picture(page, "form");
        expect(await overflowing(page)).toEqual([]);

        await form.press("Cancel");
        await client.dialog.getByRole("textbox", { name: "Reason" }).fill(LONG.location.repeat(5));
        await picture(page, "dialog");
        expect(await overflowing(page)).toEqual([]);
        await client.dialog.getByRole("button", { name: "Discard" }).click();

        await client.open("/odoo/support-appointments");
        for (const view of ["list", "kanban"] as const) {
            await client.switchTo(view);
            await client.search("Rindfleisch");
            await expect(client.content.getByText("Rindfleisch").first()).toBeVisible();
            await picture(page, view);
            await client.clearSearch();
        }
    });
}
