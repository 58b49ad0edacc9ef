// @ts-check
/**
 * How quick the calendar is, in a real browser against a running Odoo that has been filled by the seed.
 *
 *   BENCH_URL=http://127.0.0.1:8069 BENCH_LOGIN=manager BENCH_PASSWORD=manager node bench/calendar/run.mjs
 *
 * Prints medians and 95th percentiles beside the budgets, and how busy the machine was: with other work on it the times say
 * little. Not compared yet: Odoo's own calendar view, dialogs, saving and dragging.
 */
import { loadavg } from "node:os";
import { chromium } from "playwright-core";
import { install } from "./page.mjs";

const RUNS = Number(process.env.BENCH_RUNS ?? 20);
const BROWSER = process.env.BENCH_BROWSER ?? "/usr/bin/chromium";

/** Longer than the view waits before it reads ahead, and than one read takes. */
const QUIET_MS = 600;

/** @param {string} name */
function required(name) {
    const value = process.env[name];
    if (!value) throw new Error(`Set ${name}; the head of this file says how.`);
    return value;
}

/** @param {readonly number[]} values */
function summary(values) {
    const sorted = [...values].sort((left, right) => left - right);
    const at = (/** @type {number} */ part) =>
        sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
    return { median: at(0.5), p95: at(0.95), worst: at(1) };
}

const browser = await chromium.launch({
    executablePath: BROWSER,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--js-flags=--expose-gc"],
});
try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const url = required("BENCH_URL");
    await page.goto(`${url}/web/login`);
    await page.fill("input[name=login]", required("BENCH_LOGIN"));
    await page.fill("input[name=password]", required("BENCH_PASSWORD"));
    await page.click("button[type=submit]");
    await page.waitForSelector(".o_main_navbar");
    const read = page.waitForResponse((response) => response.url().includes("support_calendar_read"));
    await page.goto(`${url}/odoo/support-schedule`);
    const { result } = await (await read).json();
    await page.waitForSelector(".o_sc_row");
    await page.evaluate(install);

    /**
     * @param {string} button
     * @param {string} sign an expression whose value the click changes
     */
    const click = (button, sign) =>
        page.evaluate(
            ([selector, expression]) => {
                const value = new Function(`return ${expression}`);
                const before = value();
                const element = /** @type {HTMLElement} */ (document.querySelector(String(selector)));
                // @ts-expect-error installed above
                return window.bench.timed(
                    () => element.click(),
                    () => value() !== before,
                );
            },
            [button, sign],
        );
    const title = "document.querySelector('.o_sc_title').textContent";
    /** Resolves when neighbouring weeks have been read: no request for a while. */
    const idle = () =>
        new Promise((resolve) => {
            let pending = 0;
            let timer = setTimeout(resolve, QUIET_MS);
            const change = (/** @type {number} */ by) => {
                pending += by;
                clearTimeout(timer);
                if (pending <= 0) timer = setTimeout(resolve, QUIET_MS);
            };
            page.on("request", () => change(1));
            page.on("requestfinished", () => change(-1));
            page.on("requestfailed", () => change(-1));
        }).finally(() => page.removeAllListeners());

    /** @type {[string, string, number[]][]} */
    const table = [];
    /** @type {(name: string, budget: string, measure: (run: number) => Promise<number>) => Promise<void>} */
    const measure = async (name, budget, action) => {
        const values = [];
        for (let run = 0; run < RUNS; run++) {
            values.push(await action(run));
            await idle();
        }
        table.push([name, budget, values]);
    };
    await idle();
    await measure("next or previous week, prefetched", "≤ 90 ms, p95 ≤ 150 ms", (run) =>
        click(run % 2 ? ".o_sc_previous" : ".o_sc_next", title),
    );
    await measure("hide or show cancelled", "≤ 150 ms", () =>
        click(".o_sc_hide", "document.querySelector('.o_sc_hide').getAttribute('aria-pressed')"),
    );
    await measure("week to day and back", "≤ 150 ms", (run) =>
        click(run % 2 ? ".o_sc_scale_week" : ".o_sc_scale_day", title),
    );
    const frames = await page.evaluate(() =>
        // @ts-expect-error installed above
        window.bench.scroll(document.querySelector(".o_sc_board")),
    );
    table.push(["frames while scrolling through all rows", "none above 100 ms", frames]);

    const { events, resources } = result;
    console.log(
        `${resources.id.length} rows, ${events.id.length} appointments in the week, load of the machine ${loadavg()[0]?.toFixed(1)}`,
    );
    for (const [name, budget, values] of table) {
        const { median, p95, worst } = summary(values);
        console.log(
            `${name}: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms (${budget})`,
        );
    }
    const bytes = Buffer.byteLength(JSON.stringify(events)) / Math.max(1, events.id.length);
    const nodes = await page.locator(".o_sc_view *").count();
    console.log(`payload per appointment: ${bytes.toFixed(1)} bytes (≤ 80)`);
    console.log(`elements of the view: ${nodes} (≤ 6,000)`);
} finally {
    await browser.close();
}
