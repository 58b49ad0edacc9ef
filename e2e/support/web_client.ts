import { expect, type Locator, type Page } from "@playwright/test";

export type ViewType = "list" | "kanban" | "pivot" | "graph" | "activity" | "support_calendar";

/** Odoo's backend around any view, in the words of who uses it. */
export class WebClient {
    readonly page: Page;

    constructor(page: Page) {
        this.page = page;
    }

    /** The view on screen, without navigation bar and dialogs. */
    get content(): Locator {
        return this.page.locator(".o_action_manager");
    }

    get dialog(): Locator {
        return this.page.getByRole("dialog");
    }

    get breadcrumb(): Locator {
        return this.page.locator(".o_breadcrumb");
    }

    get notifications(): Locator {
        return this.page.locator(".o_notification");
    }

    async open(path = "/odoo"): Promise<void> {
        await this.page.goto(path);
        await expect(this.page.locator(".o_main_navbar")).toBeVisible({ timeout: 60_000 });
    }

    /** Opens an app as users do, from the apps menu. */
    async openApp(name: string): Promise<void> {
        await this.open();
        await this.page.getByTitle("Home Menu").click();
        await this.page.getByRole("menuitem", { name, exact: true }).click();
        await expect(this.page.locator(".o_menu_brand")).toHaveText(name);
    }

    /** Chooses from the app's menu a section, or an item within one, whose screen has the same name. */
    async menu(section: string, item?: string): Promise<void> {
        const bar = this.page.locator(".o_menu_sections");
        // Two screens may have the same name: the one that is left has to be gone.
        const left = this.page.locator(".o_control_panel[data-left]");
        await this.page
            .locator(".o_action_manager .o_control_panel")
            .evaluateAll((panels) => panels.forEach((panel) => panel.setAttribute("data-left", "")));
        await bar.getByText(section, { exact: true }).click();
        if (item !== undefined) await this.page.getByRole("menuitem", { name: item, exact: true }).click();
        await expect(left).toHaveCount(0);
        await expect(this.page.locator(".o_last_breadcrumb_item")).toHaveText(item ?? section);
        await this.settled();
    }

    async switchTo(view: ViewType): Promise<void> {
        const button = this.page.locator(`.o_cp_switch_buttons .o_switch_view.o_${view}`);
        await expect(button).toBeVisible();
        // Who chose the view that is shown would have it replaced by another one, at some moment.
        if (!(await button.evaluate((node) => node.classList.contains("active")))) {
            await button.click();
            await expect(button).toHaveClass(/active/);
        }
        await expect(this.content.locator(`.o_view_controller.o_${view}_view`)).toBeVisible();
        await this.settled();
    }

    /** Waits until no request of the web client is under way any more (its own sign in the corner). */
    async settled(): Promise<void> {
        await expect(this.page.locator(".o_loading_indicator")).toHaveCount(0);
    }

    /** Types into the search bar and searches by the default field. */
    async search(text: string): Promise<void> {
        const box = this.page.getByRole("searchbox");
        // A view that is still coming brings a search bar of its own, and what was typed into the other is gone.
        const facet = this.page.locator(".o_searchview_facet").filter({ hasText: text });
        await expect(async () => {
            if ((await facet.count()) === 0) {
                await box.fill(text);
                await expect(this.page.locator(".o_searchview_autocomplete")).toContainText(text, { timeout: 2_000 });
                await box.press("Enter");
            }
            await expect(facet).toBeVisible({ timeout: 2_000 });
        }).toPass({ timeout: 60_000 });
        await this.settled();
    }

    async clearSearch(): Promise<void> {
        const facets = this.page.locator(".o_searchview_facet");
        while ((await facets.count()) > 0) {
            const before = await facets.count();
            await facets.last().locator(".o_facet_remove").click();
            await expect(facets).toHaveCount(before - 1);
        }
        await this.settled();
    }

    /** Rows of the list on screen. */
    rows(text?: string | RegExp): Locator {
        const rows = this.content.locator("tr.o_data_row");
        return text === undefined ? rows : rows.filter({ hasText: text });
    }

    /** Opens the list's one row with that text. */
    async openRow(text: string): Promise<void> {
        await this.rows(text).getByText(text, { exact: true }).click();
        await expect(this.content.locator(".o_form_view")).toBeVisible();
    }

    /** The sentence of Odoo's own dialog about a refusal, which is then closed. */
    async refusal(): Promise<string> {
        await expect(this.dialog).toBeVisible();
        const sentence = (await this.dialog.locator(".modal-body").innerText()).trim();
        await this.dialog.locator("footer").getByRole("button").first().click();
        await expect(this.dialog).toHaveCount(0);
        return sentence;
    }
}
