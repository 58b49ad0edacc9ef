import { expect, test } from "../support/test.ts";

/** Odoo's own runner of component tests, restricted to the calendar's. */
const RUNNER = "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=support_calendar";
const PASSED = /\bTest "([^"]+)" passed/;
const FAILED = /\bTest "([^"]+)" failed/;
const END = /Test suite succeeded|Some tests failed/;

test("the calendar's component tests pass in Odoo's own runner", async ({ browser, baseURL, sessions }) => {
    const { cookies } = await sessions("admin");
    // A window of its own, which no one watches for errors: some tests cause them on purpose, and the runner checks them.
    const context = await browser.newContext({
        storageState: cookies,
        viewport: { width: 1366, height: 768 },
        ...(baseURL === undefined ? {} : { baseURL }),
    });
    const page = await context.newPage();
    const passed: string[] = [];
    const failures: string[] = [];
    const ended = new Promise<void>((resolve) => {
        page.on("console", (message) => {
            const text = message.text();
            const name = PASSED.exec(text)?.[1];
            if (name !== undefined) passed.push(name);
            else if (FAILED.test(text)) failures.push(text);
            if (END.test(text)) resolve();
        });
    });
    await page.goto(RUNNER);
    await ended;
    await context.close();
    expect(failures).toEqual([]);
    expect(passed.length, "tests that ran").toBeGreaterThan(0);
});
