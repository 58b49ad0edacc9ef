import { expect, type Locator, type Page } from "@playwright/test";
import { WebClient } from "./web_client.ts";

/** Odoo's menu of filters and favourites at the right of the search bar. */
export class SearchMenu {
    readonly #page: Page;
    readonly #client: WebClient;

    constructor(page: Page) {
        this.#page = page;
        this.#client = new WebClient(page);
    }

    get facets(): Locator {
        return this.#page.locator(".o_searchview_facet");
    }

    /** Does something in the open menu, and closes it. */
    async #within(act: (menu: Locator) => Promise<void>): Promise<void> {
        const toggler = this.#page.locator(".o_searchview_dropdown_toggler");
        const menu = this.#page.locator(".o_search_bar_menu");
        await toggler.click();
        await act(menu);
        await this.#page.keyboard.press("Escape");
        await expect(menu).toHaveCount(0);
        await this.#client.settled();
    }

    /** Switches filters on or off by their names. */
    toggle(...filters: string[]): Promise<void> {
        return this.#within(async (menu) => {
            for (const name of filters) {
                // Not by role: the sign of those that are switched on counts as a part of their name.
                const item = menu.locator(".o_filter_menu .o_menu_item").getByText(name, { exact: true });
                const wasChecked = (await item.getAttribute("aria-checked")) === "true";
                await item.click();
                await expect(item).toHaveAttribute("aria-checked", String(!wasChecked));
            }
        });
    }

    /** Keeps the search of the moment as a favourite that is applied whenever the action is opened. */
    saveAsDefault(name: string): Promise<void> {
        return this.#within(async (menu) => {
            const favourites = menu.locator(".o_favorite_menu");
            await favourites.getByRole("button", { name: "Save current search" }).click();
            await favourites.locator("input[type=text]").fill(name);
            await favourites.getByRole("checkbox", { name: "Default filter" }).check();
            await favourites.getByRole("button", { name: "Save", exact: true }).click();
            await expect(this.facets).toHaveText([name]);
        });
    }
}
