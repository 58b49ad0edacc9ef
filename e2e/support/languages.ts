import { expect, type Page } from "@playwright/test";
import type { Odoo } from "./odoo.ts";

/** Does something while a user has another language. A window in which they are logged in already keeps its own. */
export async function inLanguage(admin: Odoo, user: number, code: string, act: () => Promise<void>): Promise<void> {
    const language = await admin.find("res.lang", [["code", "=", code]]);
    const wizard = await admin.create("base.language.install", { lang_ids: [[6, 0, [language]]] });
    await admin.call("base.language.install", "lang_install", [[wizard]]);
    await admin.write("res.users", user, { lang: code });
    try {
        await act();
    } finally {
        await admin.write("res.users", user, { lang: "en_US" });
    }
}

/**
 * Logs in by the page for it, in a window that knows nobody.
 * @param options how long the first page may take, in milliseconds
 */
export async function logIn(page: Page, login: string, options: { timeout?: number } = {}): Promise<void> {
    await page.goto("/web/login");
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill(login);
    await page.locator("input[name=password]").press("Enter");
    await expect(page.locator(".o_main_navbar")).toBeVisible(options);
}
