import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility.ts";
import { moment, type Week } from "../support/dates.ts";
import type { Mailbox } from "../support/mailbox.ts";
import type { Odoo } from "../support/odoo.ts";
import { expect, test } from "../support/test.ts";

const SCREENS = { telephone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;
const PAGE = ".page";

interface Customer {
    /** The visit in Odoo. */
    visit: number;
    /** Behind the button of the email that the customer gets. */
    link: string;
}

/** Books a visit for a customer who may change it online, and takes the link from the email. */
async function bookFor(
    admin: Odoo,
    manager: Odoo,
    mailbox: Mailbox,
    { subject, email, week, lang = "en_US" }: { subject: string; email: string; week: Week; lang?: string },
): Promise<Customer> {
    await admin.write("res.company", 1, {
        support_customer_reschedule: true,
        support_customer_cancel: true,
        support_contact_line: "Call +49 30 1234567 or write to service@example.com",
    });
    const partner = await admin.create("res.partner", { name: "Emilia Sommer", email, lang, tz: "Europe/Berlin" });
    const visit = await manager.create("support.appointment", {
        subject,
        partner_id: partner,
        technician_id: await manager.find("res.users", [["login", "=", "technician"]]),
        start: moment(week.tuesday, "10:00").stored,
        stop: moment(week.tuesday, "11:00").stored,
        location: "Lindenstraße 1, 10969 Berlin",
    });
    return { visit, link: await mailbox.link(subject) };
}

/** The customer's own browser, which runs no scripts. */
async function openAs(
    browser: Browser,
    screen: { width: number; height: number },
    javaScriptEnabled = false,
): Promise<Page> {
    const context = await browser.newContext({ viewport: screen, javaScriptEnabled, locale: "en-US" });
    return context.newPage();
}

for (const [name, screen] of Object.entries(SCREENS)) {
    test(`a customer moves and cancels a visit without scripts: ${name}`, async ({
        browser,
        rpcOf,
        mailbox,
        picture,
        emptyWeek,
        unique,
    }) => {
        const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
        const { visit, link } = await bookFor(admin, manager, mailbox, {
            subject: unique("Radiator in the hall stays cold"),
            email: `${unique("emilia").replace(" ", ".")}@example.com`,
            week: emptyWeek,
        });
        const page = await openAs(browser, screen);
        const heading = page.getByRole("heading", { level: 1 });

        await test.step("a look at the visit", async () => {
            await page.goto(link);
            await expect(heading).toHaveText("Your visit");
            await picture(page, "visit");
        });
        await test.step("a time is chosen, and asked about", async () => {
            await page.getByRole("link", { name: "Choose another time" }).click();
            await picture(page, "times");
            await page.getByRole("link", { name: /^Wednesday.* 2:00/ }).click();
            await expect(heading).toHaveText("Move the visit?");
            await picture(page, "move");
            const asked = await manager.read<{ start: string }>("support.appointment", visit, ["start"]);
            expect(asked.start).toBe(moment(emptyWeek.tuesday, "10:00").stored);
        });
        await test.step("it is moved by an impatient tap", async () => {
            await page.getByRole("button", { name: "Move the visit" }).dblclick();
            await expect(page.getByRole("status")).toContainText("Your visit is now planned for Wednesday");
            await picture(page, "moved");
            const moved = await manager.read<{ start: string; schedule_revision: number }>(
                "support.appointment",
                visit,
                ["start", "schedule_revision"],
            );
            expect(moved).toMatchObject({
                start: moment(emptyWeek.wednesday, "14:00").stored,
                schedule_revision: 1,
            });
        });
        await test.step("reminders are switched off and on", async () => {
            await page.getByRole("button", { name: "No reminder of this visit" }).click();
            await expect(page.getByText("You get no reminder of this visit")).toBeVisible();
            await picture(page, "no reminder");
            await page.getByRole("button", { name: "Get reminders again" }).click();
            await expect(page.getByText("We remind you of your visits")).toBeVisible();
        });
        await test.step("it changes meanwhile, and what was typed is kept", async () => {
            await page.getByRole("link", { name: "Cancel the visit" }).click();
            await page.getByLabel("Why?").fill("Nobody is at home");
            await picture(page, "cancel");
            await manager.write("support.appointment", visit, {
                start: moment(emptyWeek.thursday, "10:00").stored,
                stop: moment(emptyWeek.thursday, "11:00").stored,
            });
            await page.getByRole("button", { name: "Cancel the visit" }).click();
            await expect(page.getByRole("alert")).toContainText("Your visit was changed meanwhile");
            await expect(page.getByLabel("Why?")).toHaveValue("Nobody is at home");
            await picture(page, "changed meanwhile");
        });
        await test.step("it is cancelled by an impatient tap", async () => {
            await page.getByRole("button", { name: "Cancel the visit" }).dblclick();
            await expect(heading).toHaveText("Your visit is cancelled");
            await picture(page, "cancelled");
            expect(await manager.read("support.appointment", visit, ["state", "cancel_reason"])).toMatchObject({
                state: "cancelled",
                cancel_reason: "Cancelled by the customer: Nobody is at home",
            });
        });
        await test.step("a part of the link is missing", async () => {
            const answer = await page.goto(link.slice(0, -3));
            expect(answer?.status()).toBe(404);
            await expect(heading).toHaveText("This link does not work");
            await picture(page, "damaged link");
            await page.getByLabel("Email address").fill("nobody@example.com");
            await page.getByRole("button", { name: "Send a new link" }).click();
            await expect(heading).toHaveText("Please check your email");
            await picture(page, "link sent");
        });
        await page.context().close();
    });
}

test("a manager sends a new link, and the old one ends", async ({
    browser,
    pageOf,
    rpcOf,
    mailbox,
    picture,
    emptyWeek,
    unique,
}) => {
    const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
    const subject = unique("Boiler makes a noise");
    const { visit, link } = await bookFor(admin, manager, mailbox, {
        subject,
        email: "emilia@example.com",
        week: emptyWeek,
    });
    const office = await pageOf("manager");
    await office.goto(`/odoo/support-appointments/${visit}`);
    await office.getByRole("button", { name: "Send a New Link" }).click();
    await picture(office, "question");
    await office.locator(".modal").getByRole("button", { name: "Send a New Link" }).click();
    await expect(office.getByText("The new link is on its way")).toBeVisible();
    await picture(office, "sent");

    const page = await openAs(browser, SCREENS.telephone);
    expect((await page.goto(link))?.status()).toBe(404);
    expect((await page.goto(await mailbox.link(subject)))?.status()).toBe(200);
    await page.context().close();
});

test("accessible: every page of the customer, also from right to left", async ({
    browser,
    rpcOf,
    mailbox,
    picture,
    emptyWeek,
    unique,
}) => {
    const [admin, manager] = [await rpcOf("admin"), await rpcOf("manager")];
    const language = await admin.find("res.lang", [["code", "=", "ar_001"]]);
    const wizard = await admin.create("base.language.install", { lang_ids: [[6, 0, [language]]] });
    await admin.call("base.language.install", "lang_install", [[wizard]]);
    for (const [lang, direction] of [
        ["en_US", "ltr"],
        ["ar_001", "rtl"],
    ] as const) {
        const { link } = await bookFor(admin, manager, mailbox, {
            subject: unique(`Tap drips ${lang}`),
            email: "emilia@example.com",
            week: { ...emptyWeek, tuesday: direction === "rtl" ? emptyWeek.thursday : emptyWeek.tuesday },
            lang,
        });
        for (const [name, screen] of Object.entries(SCREENS)) {
            const page = await openAs(browser, screen, true);
            for (const path of ["", "/reschedule", "/cancel", "/nothing"]) {
                await page.goto(`${link}${path}`);
                // The last one is for nobody, so it is in the language of the browser.
                if (path !== "/nothing") {
                    await expect(page.locator("html")).toHaveAttribute("dir", direction);
                }
                await picture(page, `${direction} ${name} ${path.slice(1) || "visit"}`);
                await expectAccessible(page, PAGE);
                expect(
                    await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
                    "nothing is cut off at the side",
                ).toBe(true);
                if (path === "/reschedule") {
                    await page.locator(".times a").first().click();
                    await picture(page, `${direction} ${name} move`);
                    await expectAccessible(page, PAGE);
                }
            }
            await page.context().close();
        }
    }
});
