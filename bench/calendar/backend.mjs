// @ts-check
import { install } from "./page.mjs";

/** Longer than the view waits before it reads ahead, and than it waits for changes to add up. */
const QUIET_MS = 350;

/** Odoo's backend in a browser window, logged in as the manager of the demo data. */
export class Backend {
    #pending = 0;
    #last = 0;

    /** @param {import('playwright-core').Page} page @param {string} url */
    constructor(page, url) {
        this.page = page;
        this.url = url;
        const change = (/** @type {number} */ by) => {
            this.#pending += by;
            this.#last = Date.now();
        };
        page.on("request", () => change(1));
        page.on("requestfinished", () => change(-1));
        page.on("requestfailed", () => change(-1));
    }

    /**
     * @param {import('playwright-core').Browser} browser
     * @param {string} url
     */
    static async open(browser, url) {
        const context = await browser.newContext({
            viewport: { width: 1440, height: 900 },
            locale: "en-US",
            timezoneId: "Europe/Berlin",
        });
        const page = await context.newPage();
        await page.addInitScript(install);
        await page.goto(`${url}/web/login`);
        await page.fill("input[name=login]", "manager");
        await page.fill("input[name=password]", "manager");
        await page.click("button[type=submit]");
        await page.waitForSelector(".o_main_navbar");
        return new Backend(page, url);
    }

    async close() {
        await this.page.context().close();
    }

    /** @param {string} path */
    async go(path) {
        await this.page.goto(`${this.url}${path}`);
        await this.page.waitForSelector(".o_main_navbar");
    }

    /** Resolves when there has been no request for a while: neighbouring ranges have been read, too. */
    async idle() {
        this.#last = Date.now();
        for (;;) {
            const quiet = Date.now() - this.#last;
            if (this.#pending <= 0 && quiet >= QUIET_MS) return;
            await this.page.waitForTimeout(Math.max(10, QUIET_MS - quiet));
        }
    }

    /**
     * @param {string} model
     * @param {string} method
     * @param {unknown[]} args
     * @param {object} [kwargs]
     */
    async call(model, method, args, kwargs = {}) {
        const response = await this.page.request.post(`${this.url}/web/dataset/call_kw/${model}/${method}`, {
            data: { jsonrpc: "2.0", method: "call", params: { model, method, args, kwargs } },
        });
        const { result, error } = await response.json();
        if (error) throw new Error(`${model}.${method}: ${error.data?.message ?? error.message}`);
        return result;
    }

    /**
     * Milliseconds from a click to the paint after which an expression has another value.
     * @param {string} selector
     * @param {string} sign
     */
    click(selector, sign) {
        return this.page.evaluate(
            ([target, expression]) => {
                const element = /** @type {HTMLElement} */ (document.querySelector(String(target)));
                // @ts-expect-error installed by page.mjs
                return window.bench.changes(() => element.click(), String(expression));
            },
            [selector, sign],
        );
    }

    /** Bytes in use after a collection. */
    async heap() {
        const session = await this.page.context().newCDPSession(this.page);
        await session.send("HeapProfiler.collectGarbage");
        const { usedSize } = await session.send("Runtime.getHeapUsage");
        await session.detach();
        return usedSize;
    }
}
