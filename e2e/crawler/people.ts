import { expect, type Page } from "@playwright/test";
import { WebClient } from "../support/web_client.ts";

export interface Person {
    login: string;
    password: string;
    /** Group chosen for each privilege, in the words of a user's form. */
    groups: Readonly<Record<string, string>>;
}

const MANAGER = { "Support Center": "Support Manager" };
const TECHNICIAN = { "Support Center: Visits": "Support Technician" };

/** The administrator that every database begins with. */
export const ADMIN: Person = { login: "admin", password: "admin", groups: {} };

/** People of a database who crawl it. */
export interface People {
    /** They are there from the beginning. */
    there: readonly Person[];
    /** The administrator makes them first. */
    made: readonly Person[];
}

export const DEMO_PEOPLE: People = {
    there: [
        { login: "manager", password: "manager", groups: MANAGER },
        { login: "technician", password: "technician", groups: TECHNICIAN },
    ],
    // Without demo data this one has no part in the helpdesk: both ways are crawled.
    made: [made("both", { ...MANAGER, ...TECHNICIAN, Helpdesk: "User" }), made("nobody", {})],
};

export const EMPTY_PEOPLE: People = {
    there: [ADMIN],
    made: [
        made("technician", TECHNICIAN),
        made("manager", MANAGER),
        made("both", { ...MANAGER, ...TECHNICIAN }),
        made("nobody", {}),
    ],
};

function made(login: string, groups: Record<string, string>): Person {
    return { login, password: `${login}-password`, groups };
}

/** Makes a user as an administrator does: in the Settings app, by clicking and typing. */
export async function makeUser(page: Page, { login, password, groups }: Person): Promise<void> {
    page.setDefaultTimeout(30_000);
    const client = new WebClient(page);
    await client.openApp("Settings");
    await client.menu("Users & Companies", "Users");
    await client.content.getByRole("button", { name: "New", exact: true }).click();
    const form = client.content.locator(".o_form_view");
    await form.locator("[name=name] input, [name=name] textarea").first().fill(`Crawler ${login}`);
    await form.locator("[name=login] input").fill(login);
    for (const [privilege, group] of Object.entries(groups)) {
        // Behind the name there may be a question mark, with the explanation of the role.
        await form.getByLabel(new RegExp(`^${privilege}\\s*\\??$`)).click();
        await page.locator(".o_select_menu_item").filter({ hasText: group }).click();
    }
    await client.content.locator(".o_form_button_save").click();
    await form.getByRole("tab", { name: "Security" }).click();
    await form.locator("[name=action_change_password_wizard]").click();
    const cell = client.dialog.locator("[name=new_passwd]").last();
    await cell.click();
    await cell.locator("input").fill(password);
    await client.dialog.getByRole("button", { name: "Change Password" }).click();
    await expect(client.dialog).toHaveCount(0);
    await client.settled();
}
