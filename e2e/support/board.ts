import { expect, type Locator, type Page } from "@playwright/test";
import { isoDate, type Day } from "./dates.ts";
import { WebClient } from "./web_client.ts";

/** The calendar, in the words of who plans with it. */
export class Board {
    readonly page: Page;
    readonly #client: WebClient;

    constructor(page: Page) {
        this.page = page;
        this.#client = new WebClient(page);
    }

    /** Opens the schedule on a day, by its link. */
    async open(day: Day, scale: "Day" | "Week" | "Month" = "Day"): Promise<void> {
        await this.#client.open(`/odoo/support-schedule?date=${isoDate(day)}`);
        // On the first visit the bundle of lazy assets is still to be made.
        await expect(this.grid).toBeVisible({ timeout: 60_000 });
        await this.show(scale);
    }

    async show(scale: "Day" | "Week" | "Month" | "Team" | "Person"): Promise<void> {
        const button = this.page.getByRole("button", { name: scale, exact: true });
        await button.click();
        await expect(button).toHaveAttribute("aria-pressed", "true");
        await this.#client.settled();
    }

    get grid(): Locator {
        return this.page.getByRole("grid", { name: "Schedule" });
    }

    get blocks(): Locator {
        return this.grid.locator(".o_sc_block");
    }

    block(text: string): Locator {
        return this.blocks.filter({ hasText: text });
    }

    row(name: string): Locator {
        return this.grid.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name }) });
    }

    /** Blocks that are not what is searched for. */
    dimmed(text: string): Locator {
        return this.block(text).and(this.grid.locator(".o_sc_dimmed"));
    }

    /** How much the search finds. */
    get found(): Locator {
        return this.page.locator(".o_sc_found");
    }

    blockOf(name: string, text: string): Locator {
        return this.row(name).locator(".o_sc_block").filter({ hasText: text });
    }

    get slot(): Locator {
        return this.grid.locator(".o_sc_slot");
    }

    /** How old the board is, while nothing is heard from the server. */
    get connection(): Locator {
        return this.page.locator(".o_sc_connection");
    }

    get announcement(): Locator {
        return this.page.locator(".o_sc_live");
    }

    /** Presses a key that moves the focus within the board, and waits until it has moved. */
    async step(key: string): Promise<void> {
        const label = (): Promise<string | null> =>
            this.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
        const before = await label();
        await this.page.keyboard.press(key);
        await expect.poll(label).not.toBe(before);
    }

    get details(): Locator {
        return this.page.locator(".o_sc_details");
    }

    /** Middle of a row at a time of the day shown, such as `10:00 AM`. */
    async point(name: string, time: string): Promise<{ x: number; y: number }> {
        const row = await this.row(name).boundingBox();
        const tick = await this.grid.locator(".o_sc_tick").getByText(time, { exact: true }).boundingBox();
        if (!row || !tick) throw new Error(`${name} at ${time} is not on the screen`);
        return { x: tick.x + 1, y: row.y + row.height / 2 };
    }

    async dragTo(block: Locator, to: { x: number; y: number }, grab: "start" | "end" = "start"): Promise<void> {
        await this.startDrag(block, to, grab);
        await this.page.mouse.up();
    }

    /** Takes a block near its start (to move it) or at its end (to resize it) and leaves it in the air. */
    async startDrag(block: Locator, to: { x: number; y: number }, grab: "start" | "end" = "start"): Promise<void> {
        const box = await block.boundingBox();
        if (!box) throw new Error("the block is not on the screen");
        const from = { x: grab === "start" ? box.x + 12 : box.x + box.width - 2, y: box.y + box.height / 2 };
        const shift = grab === "start" ? 12 : 0;
        await this.page.mouse.move(from.x, from.y);
        await this.page.mouse.down();
        await this.page.mouse.move(from.x + 6, from.y);
        await this.page.mouse.move(to.x + shift, to.y, { steps: 5 });
    }
}
