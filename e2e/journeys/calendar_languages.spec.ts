import type { Page } from "@playwright/test";
import { inLanguage, logIn } from "../support/languages.ts";
import { expect, test } from "../support/test.ts";

const LANGUAGES = [
    {
        code: "de_DE",
        keys: ["Pos1 / Ende", "Bild auf / Bild ab", "Eingabe", "Leertaste", "Entf", "Strg + Z"],
        buffer: "Anfahrtspuffer",
    },
    {
        code: "fr_FR",
        keys: ["Début / Fin", "Page préc. / Page suiv.", "Entrée", "Espace", "Suppr", "Ctrl + Z"],
        buffer: "Marge de trajet",
    },
    {
        code: "es_ES",
        keys: ["Inicio / Fin", "Re Pág / Av Pág", "Intro", "Espacio", "Supr", "Ctrl + Z"],
        buffer: "Margen de desplazamiento",
    },
];

/** Labels and placeholders of our settings that are wider than their place. */
const cutTexts = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
        const canvas = document.createElement("canvas").getContext("2d")!;
        const settings = document.querySelector(".app_settings_block:not(.d-none)")!;
        const found: string[] = [];
        const inputs = [...settings.querySelectorAll<HTMLInputElement>("input[placeholder]")].filter(
            (input) => input.placeholder && !input.value && input.clientWidth > 0,
        );
        if (inputs.length === 0) found.push("no placeholder is shown");
        for (const input of inputs) {
            const style = getComputedStyle(input);
            canvas.font = style.font;
            const width = canvas.measureText(input.placeholder).width;
            const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            if (width > room) found.push(`“${input.placeholder}” is ${width.toFixed(0)} wide in ${room.toFixed(0)}`);
        }
        for (const label of settings.querySelectorAll<HTMLElement>("label, .o_form_label, .btn, h2")) {
            if (label.clientWidth > 0 && label.scrollWidth > label.clientWidth + 1)
                found.push(`“${label.textContent}” is ${label.scrollWidth} wide in ${label.clientWidth}`);
        }
        return found;
    });

for (const { code, keys, buffer } of LANGUAGES) {
    test(`${code}: keys have their local names, and nothing in Settings is cut`, async ({
        browser,
        baseURL,
        rpcOf,
        problems,
        picture,
    }) => {
        const admin = await rpcOf("admin");
        await inLanguage(admin, admin.uid, code, async () => {
            const context = await browser.newContext({
                viewport: { width: 1280, height: 1000 },
                ...(baseURL === undefined ? {} : { baseURL }),
            });
            problems.watch(context);
            const page = await context.newPage();
            await logIn(page, "admin");

            await page.goto("/odoo/support-schedule");
            await page.locator(".o_sc_help").click();
            const dialog = page.locator(".modal");
            await expect(dialog.locator("kbd").first()).toBeVisible();
            await picture(page, "keys");
            const names = await dialog.locator("kbd").allTextContents();
            expect(names).toEqual(expect.arrayContaining(keys));
            expect(names.join()).not.toMatch(/Home|End\b|Page Up|Space|Enter\b|Del\b/);
            await page.keyboard.press("Escape");

            await page.goto("/odoo/action-support_center.support_center_config_settings_action");
            await expect(page.locator("#support_travel_minutes .o_form_label")).toHaveText(buffer);
            for (const width of [1280, 1366, 1920]) {
                await page.setViewportSize({ width, height: 1400 });
                await picture(page, `settings-${width}`);
                expect(await cutTexts(page), `${width} pixels`).toEqual([]);
            }
            await context.close();
        });
    });
}
