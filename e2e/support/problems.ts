import type { BrowserContext, Page } from "@playwright/test";

/** What the browser may complain about, and why that is nobody's fault here. Empty unless there is such a reason. */
const TOLERATED: { text: RegExp; reason: string }[] = [];

/** Collects what goes wrong in a browser beside what the user sees: console errors, uncaught exceptions, bad answers. */
export class Problems {
    #found: string[] = [];
    readonly #expected: RegExp[] = [];

    /** A journey that breaks something on purpose says what the browser will complain about. */
    expect(problem: RegExp): void {
        this.#expected.push(problem);
    }

    watch(context: BrowserContext): void {
        context.on("page", (page) => this.watchPage(page));
    }

    watchPage(page: Page): void {
        page.on("console", (message) => {
            if (message.type() === "error") this.#add(`console: ${message.text()} (${message.location().url})`);
        });
        page.on("pageerror", (error) => this.#add(`uncaught: ${error.stack ?? error.message}`));
        page.on("response", (response) => {
            if (response.status() >= 500) this.#add(`${response.status()} from ${response.url()}`);
        });
    }

    #add(problem: string): void {
        const tolerated = [...TOLERATED.map(({ text }) => text), ...this.#expected];
        if (!tolerated.some((text) => text.test(problem))) this.#found.push(problem);
    }

    get found(): readonly string[] {
        return this.#found;
    }

    /** What was found since it was last asked. */
    take(): readonly string[] {
        const found = this.#found;
        this.#found = [];
        return found;
    }
}
