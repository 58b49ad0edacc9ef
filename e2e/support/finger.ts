import { expect, type CDPSession, type Page } from "@playwright/test";

interface Point {
    readonly x: number;
    readonly y: number;
}

/** One finger on a touch screen. Playwright itself knows only taps. */
export class Finger {
    readonly #page: Page;
    #session: CDPSession | null = null;

    constructor(page: Page) {
        this.#page = page;
    }

    async #send(type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]): Promise<void> {
        this.#session ??= await this.#page.context().newCDPSession(this.#page);
        await this.#session.send("Input.dispatchTouchEvent", { type, touchPoints: [...points] });
    }

    async #move(from: Point, to: Point): Promise<void> {
        for (const part of [0.25, 0.5, 0.75, 1]) {
            await this.#send("touchMove", [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
        }
    }

    /** Rests on something until it can be dragged, goes elsewhere, and stays there. */
    async hold(from: Point, to: Point): Promise<void> {
        await this.#send("touchStart", [from]);
        await expect(this.#page.locator(".o_sc_ghost").first()).toBeVisible();
        await this.#move(from, to);
    }

    lift(): Promise<void> {
        return this.#send("touchEnd", []);
    }

    /** Moves at once, as one does to scroll. */
    async swipe(from: Point, to: Point): Promise<void> {
        await this.#send("touchStart", [from]);
        await this.#move(from, to);
        await this.lift();
    }
}
