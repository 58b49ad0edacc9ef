import type { Locator, Page } from "@playwright/test";
import { findUnfilled, rest } from "./in_page.ts";

const PATIENCE_MS = 30_000;

/** A form asks for something that does not exist and cannot be made there. */
export class DeadEnd extends Error {}

/** What the crawler types: always the same in the same order, and never twice the same. */
export class Values {
    readonly #name: string;
    readonly #firstDay: number;
    #count = 0;

    /** @param firstDay days from today on which its first visit is */
    constructor(name: string, firstDay: number) {
        this.#name = name;
        this.#firstDay = firstDay;
    }

    text(): string {
        return `Crawler ${this.#name} ${++this.#count}`;
    }

    email(): string {
        return `crawler.${this.#name.replaceAll(/\W/g, "")}.${++this.#count}@example.com`;
    }

    /** Moments to come, two hours apart, in the working day. As Odoo reads them in American English. */
    moment(): string {
        const number = this.#count++;
        const day = new Date();
        day.setDate(day.getDate() + this.#firstDay + Math.floor(number / 4));
        const date = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0"));
        return `${date.join("/")}/${day.getFullYear()} ${String(9 + 2 * (number % 4)).padStart(2, "0")}:00:00`;
    }
}

/**
 * Fills every required field of the topmost form, dialog or row that is empty, as users do: by typing and choosing.
 * @returns whether there was anything to fill
 * @throws DeadEnd when there is nothing to choose
 */
export async function fillRequired(page: Page, values: Values): Promise<boolean> {
    // Each value may bring further fields.
    for (let round = 0; round < 4; round++) {
        const count = await page.evaluate(findUnfilled);
        if (count === 0) return round > 0;
        for (let index = 0; index < count; index++) {
            const field = page.locator(`[data-crawler-fill="${index}"]`);
            // One value may fill another field, or take it away.
            if ((await field.count()) === 1) await fill(page, field, values);
        }
        await page.evaluate(rest, PATIENCE_MS);
    }
    return true;
}

async function fill(page: Page, field: Locator, values: Values): Promise<void> {
    const kind = (await field.getAttribute("class")) ?? "";
    const name = (await field.getAttribute("name")) ?? "";
    if (/o-mail-Composer-input/.test(kind)) return field.fill(values.text());
    if ((await field.locator("[data-field]").count()) > 0) return typeMoment(page, field, values);
    const editor = field.locator("[contenteditable=true]").first();
    if ((await editor.count()) > 0) return editor.pressSequentially(values.text());
    const input = field.locator("input:not([type=checkbox], [type=radio], [type=file]), textarea").first();
    if ((await field.locator(".o-autocomplete").count()) > 0) {
        await choose(page, input, name, values);
    } else if ((await field.locator(".o_select_menu").count()) > 0) {
        await input.click();
        await page.locator(".o_select_menu_item").first().click();
    } else {
        const isNumber = /o_field_(integer|float|monetary|float_time)\b/.test(kind);
        const isEmail = /o_field_email/.test(kind) || name.includes("email");
        await input.fill(isNumber ? "1" : isEmail ? values.email() : values.text());
        // In the last cell of a list it would begin the next row.
        if ((await field.locator("xpath=ancestor::tr").count()) === 0) await input.press("Tab");
    }
}

/** A date is a button that turns into a box to type into. */
async function typeMoment(page: Page, field: Locator, values: Values): Promise<void> {
    await field.evaluate((element) => (element.dataset["crawlerTyped"] = "1"));
    const shown = field.locator("[data-field]").first();
    // At its beginning, which no tooltip of the field above covers.
    if (!(await shown.evaluate((element) => element instanceof HTMLInputElement)))
        await shown.click({ position: { x: 8, y: 8 } });
    await field.locator("input[data-field]").first().fill(values.moment());
    await page.keyboard.press("Enter");
}

/** Chooses the first record, or makes one by its name where there is none. */
async function choose(page: Page, input: Locator, name: string, values: Values): Promise<void> {
    const option = page.locator(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):has([role=option])");
    const create = page.locator(".o_m2o_dropdown_option_create");
    await input.click();
    await page.evaluate(rest, PATIENCE_MS);
    if ((await option.count()) > 0) {
        await option.first().click();
    } else {
        const answered = page.waitForResponse(/name_search/);
        await input.fill(values.text());
        await answered;
        await page.evaluate(rest, PATIENCE_MS);
        if ((await create.count()) === 0) {
            await page.keyboard.press("Escape");
            throw new DeadEnd(`the required field ${name} has nothing to choose and nothing can be created in it`);
        }
        await create.first().click();
    }
    await page.evaluate(rest, PATIENCE_MS);
}
