import { appendFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Problems } from "../support/problems.ts";
import { LEFT_OUT, TOLERATED } from "./exceptions.ts";
import { DeadEnd, fillRequired, type Values } from "./filling.ts";
import { aim, look, rest, takeTrouble, watchCalls, type Button, type Sight } from "./in_page.ts";

const IGNORED = LEFT_OUT.map(({ selector }) => selector).join();
const PATIENCE_MS = 30_000;
const CLICK_MS = 10_000;
/** For the whole web client, the first time. */
const LOADING_MS = 60_000;

export interface Finding {
    path: string;
    problem: string;
    picture: string;
}

export interface Menu {
    /** XML ids. The parent is absent for the app itself. */
    app: string;
    xmlid: string;
    parent?: string;
    name: string;
}

/** Somebody before the screen, who sees what is there, presses, types, and notes whatever goes wrong. */
export class Visitor {
    readonly findings: Finding[] = [];
    presses = 0;
    readonly #page: Page;
    readonly #problems = new Problems();
    readonly #values: Values;
    readonly #folder: string;
    readonly #began = Date.now();

    private constructor(page: Page, values: Values, folder: string) {
        this.#page = page;
        this.#values = values;
        this.#folder = folder;
    }

    /**
     * @param page signed in, with nothing open yet
     * @param folder for pictures of what went wrong
     */
    static async start(page: Page, origin: string, values: Values, folder: string): Promise<Visitor> {
        await mkdir(folder, { recursive: true });
        const visitor = new Visitor(page, values, folder);
        visitor.#problems.watchPage(page);
        await page.addInitScript(watchCalls);
        await page.emulateMedia({ reducedMotion: "reduce" });
        page.on("dialog", (dialog) => void dialog.accept());
        page.on("popup", (popup) => void popup.close());
        await page.context().route(
            (url) => url.origin !== origin && url.protocol.startsWith("http"),
            (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }),
        );
        await visitor.openHome();
        return visitor;
    }

    async rest(): Promise<void> {
        const waiting = await this.#inPage(rest, PATIENCE_MS);
        if (waiting) throw new Error(`the page does not come to rest: ${waiting}`);
    }

    async look(): Promise<Sight> {
        await this.rest();
        return this.#inPage(look, IGNORED);
    }

    /** Some buttons load the whole page anew; then the new one is asked. */
    async #inPage<Argument, Result>(
        ask: (argument: Argument) => Result | Promise<Result>,
        argument: Argument,
    ): Promise<Result> {
        for (;;) {
            try {
                return await this.#page.evaluate(ask as never, argument);
            } catch (error) {
                if (!/context was destroyed|navigation/.test(String(error))) throw error;
                await this.#page.waitForLoadState("load");
            }
        }
    }

    /** Fills what has to be filled, presses, waits, and notes what went wrong. */
    async press(button: Button, sight: Sight, path: readonly string[]): Promise<Sight> {
        const here = [...path, button.label];
        this.presses++;
        const start = Date.now();
        try {
            const mayFill = !button.leaves && sight.layer !== "popover";
            if (mayFill && (await fillRequired(this.#page, this.#values))) {
                await this.#noteTrouble([...here, "(what was typed)"]);
            }
            await this.#click(button);
        } catch (error) {
            if (error instanceof DeadEnd) await this.note(here, `dead end: ${error.message}`);
            else await this.note(here, `cannot be pressed: ${String(error).split("\n").slice(0, 8).join(" ")}`);
        }
        await this.#noteTrouble(here);
        const seen = await this.#inPage(look, IGNORED);
        this.log(`${String(Date.now() - start).padStart(5)} ms  ${here.join(" › ")}  →  ${seen.layer} ${seen.title}`);
        return seen;
    }

    /** Keeps a line of what it did, beside the pictures. */
    log(line: string): void {
        const seconds = ((Date.now() - this.#began) / 1000).toFixed(1).padStart(6);
        appendFileSync(join(this.#folder, "presses.log"), `${seconds} s  ${line}\n`);
    }

    /** The page rests, so that the mouse need not wait for it; where something moves or is in the way, it does. */
    async #click(button: Button): Promise<void> {
        const shown = this.#page.locator(`[data-crawler="${button.mark}"]`);
        if ((await shown.count()) === 0) {
            // Drawn anew since, by a message from the server say: the one in its place is meant, if there still is one.
            const again = (await this.look()).buttons.find(({ key }) => key === button.key);
            if (!again) return;
            return this.#click(again);
        }
        const point = await this.#inPage(aim, button.mark);
        if (point) await this.#page.mouse.click(point.x, point.y);
        else await shown.click({ timeout: CLICK_MS });
    }

    async note(path: readonly string[], problem: string): Promise<void> {
        const where = path.join(" › ");
        if (TOLERATED.some((entry) => entry.where.test(where) && entry.problem.test(problem))) return;
        if (this.findings.some((finding) => finding.path === where && finding.problem === problem)) return;
        const picture = join(this.#folder, `${String(this.findings.length + 1).padStart(2, "0")}.png`);
        await this.#page.screenshot({ path: picture, animations: "disabled" });
        this.findings.push({ path: where, problem, picture });
        this.log(`! ${where}: ${problem} (${picture})`);
    }

    async #noteTrouble(here: readonly string[]): Promise<void> {
        const isAtRest = await this.#noteUnrest(here);
        const { calls, messages } = await this.#inPage(takeTrouble, undefined);
        const found = [...calls, ...messages.map((text) => `message: ${text}`), ...this.#problems.take()];
        for (const problem of found) await this.note(here, problem);
        if (messages.length > 0) await this.#dismiss(here);
        // What goes on loading for good would be in the way of all that follows.
        if (!isAtRest && !(await this.#noteUnrest(here))) await this.openHome();
        // Odoo opens a chat with whomever's picture is pressed, above everything and for good.
        const chats = this.#page.locator(".o-mail-ChatWindow:visible .oi-close, .o-mail-ChatWindow:visible .fa-times");
        for (let count = await chats.count(); count > 0; count--) await chats.first().click();
    }

    /** Waits until the page rests, and notes it where it does not. */
    async #noteUnrest(here: readonly string[]): Promise<boolean> {
        try {
            await this.rest();
            return true;
        } catch (error) {
            await this.note(here, String(error));
            return false;
        }
    }

    /** Closes error dialogs and notifications. */
    async #dismiss(here: readonly string[]): Promise<void> {
        const errors = this.#page.locator(".o_error_dialog:visible");
        while ((await errors.count()) > 0) {
            await errors.last().locator("footer .btn").last().click();
            await this.#noteUnrest(here);
        }
        const notes = this.#page.locator(".o_notification:visible .o_notification_close");
        while ((await notes.count()) > 0) {
            await notes.first().click();
            await this.#noteUnrest(here);
        }
    }

    // Getting around --------------------------------------------------------------------------------------------------

    async openHome(): Promise<void> {
        await this.#page.goto("/odoo", { timeout: LOADING_MS });
        await this.#page.locator(".o_main_navbar").waitFor({ timeout: LOADING_MS });
        await this.#noteTrouble(["home"]);
    }

    /** Closes the topmost dialog or popover, without saving. */
    async closeTop(layer: "dialog" | "popover"): Promise<void> {
        if (layer === "popover") {
            await this.#page.keyboard.press("Escape");
            return;
        }
        const dialog = this.#page.locator(".o_dialog:visible").last();
        const ways = ["[special=cancel]", ".o_form_button_cancel", ".btn-close", "footer .btn"];
        for (const way of ways) {
            const button = dialog.locator(way).filter({ visible: true });
            if ((await button.count()) > 0) return button.last().click();
        }
    }

    /** Closes whatever is open above the page. */
    async clearPage(): Promise<Sight> {
        for (let attempt = 0; attempt < 6; attempt++) {
            const sight = await this.look();
            if (sight.layer === "page") return sight;
            if (sight.layer === "none") break;
            await this.closeTop(sight.layer);
        }
        await this.openHome();
        return this.look();
    }

    /** Goes back by the breadcrumb; does nothing where there is none. */
    async goBack(): Promise<void> {
        const back = this.#page.locator(".o_back_button a");
        if ((await back.count()) > 0) await back.first().click();
    }

    /** Our apps' menus that open something, in order, as the user has them. */
    async menus(apps: readonly string[]): Promise<Menu[]> {
        const found: Menu[] = [];
        const page = this.#page;
        await page.locator(".o_navbar_apps_menu button").click();
        const shown = await page.locator(".o_app").evaluateAll((nodes) =>
            nodes.map((node) => ({
                xmlid: node.getAttribute("data-menu-xmlid") ?? "",
                name: (node as HTMLElement).innerText,
            })),
        );
        await page.keyboard.press("Escape");
        for (const app of shown.filter(({ xmlid }) => apps.includes(xmlid))) {
            await this.openMenu({ app: app.xmlid, ...app });
            const sections = page.locator(
                ".o_menu_sections > [data-menu-xmlid], .o_menu_sections > * > [data-menu-xmlid]",
            );
            for (const section of await sections.all()) {
                const xmlid = (await section.getAttribute("data-menu-xmlid")) ?? "";
                const name = await section.innerText();
                if (!(await section.evaluate((node) => node.classList.contains("dropdown-toggle")))) {
                    found.push({ app: app.xmlid, parent: app.xmlid, xmlid, name: `${app.name} › ${name}` });
                    continue;
                }
                await section.click();
                await this.rest();
                const items = await page.locator(".o-dropdown--menu [data-menu-xmlid]").evaluateAll((nodes) =>
                    nodes.map((node) => ({
                        xmlid: node.getAttribute("data-menu-xmlid") ?? "",
                        name: (node as HTMLElement).innerText,
                    })),
                );
                for (const item of items) {
                    found.push({
                        app: app.xmlid,
                        parent: xmlid,
                        xmlid: item.xmlid,
                        name: `${app.name} › ${name} › ${item.name}`,
                    });
                }
                await page.keyboard.press("Escape");
                await this.rest();
            }
        }
        return found;
    }

    async openMenu(menu: Menu): Promise<void> {
        await this.clearPage();
        const page = this.#page;
        const brand = page.locator(`.o_menu_brand[data-menu-xmlid="${menu.app}"]`);
        if ((await brand.count()) === 0 || menu.parent === undefined) {
            await page.locator(".o_navbar_apps_menu button").click();
            await page.locator(`.o_app[data-menu-xmlid="${menu.app}"]`).click();
            await brand.waitFor();
            await this.rest();
        }
        const sections = page.locator(".o_menu_sections");
        if (menu.parent === undefined) return;
        if (menu.parent === menu.app) {
            await sections.locator(`[data-menu-xmlid="${menu.xmlid}"]`).click();
        } else {
            await sections.locator(`[data-menu-xmlid="${menu.parent}"]`).click();
            await page.locator(`.o-dropdown--menu [data-menu-xmlid="${menu.xmlid}"]`).click();
        }
        await this.#noteTrouble([menu.name]);
    }

    async openPreferences(): Promise<void> {
        await this.clearPage();
        await this.#page.locator(".o_user_menu button").click();
        await this.#page
            .locator(".o-dropdown--menu [data-menu=preferences], .o-dropdown--menu [data-menu=settings]")
            .first()
            .click();
        await this.#noteTrouble(["Preferences"]);
    }
}
