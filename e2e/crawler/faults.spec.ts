import { expect, test, type Page, type Route } from "@playwright/test";
import { required } from "../support/playwright_options.ts";
import { Crawler } from "./crawler.ts";
import { signIn } from "./database.ts";
import { Values } from "./filling.ts";
import { ADMIN } from "./people.ts";
import { Visitor } from "./visitor.ts";

/** A crawler that finds nothing may be blind: here it is shown one fault of each kind. */
const FAULTS: readonly { name: string; found: RegExp; make: (page: Page) => Promise<unknown> }[] = [
    {
        name: "an answer of 500",
        found: /^500 from .*web_search_read/,
        make: (page) => onReading(page, (route) => route.fulfill({ status: 500, body: "" })),
    },
    {
        name: "a refused remote call",
        found: /web_search_read: odoo\.exceptions\.AccessError Not for you/,
        make: (page) => onReading(page, refuse),
    },
    {
        name: "an error dialog",
        found: /^message: .*Not for you/,
        make: (page) => onReading(page, refuse),
    },
    {
        name: "an error in the console",
        found: /^console: made on purpose/,
        make: (page) => page.evaluate(() => console.error("made on purpose")),
    },
    {
        name: "an uncaught exception",
        found: /^uncaught: .*made on purpose/,
        make: (page) =>
            page.evaluate(() => {
                setTimeout(() => {
                    throw new Error("made on purpose");
                });
            }),
    },
    {
        name: "an empty list without a way to fill it",
        found: /^dead end: nothing can be created/,
        make: async (page) => {
            await page.addStyleTag({ content: ".o_list_button_add { display: none !important; }" });
            await onReading(page, (route) => route.fulfill({ json: answer(route, { length: 0, records: [] }) }));
        },
    },
];

for (const { name, found, make } of FAULTS) {
    test(`the crawler notices ${name}`, async ({ browser }, testInfo) => {
        const url = required("CRAWLER_DEMO_ROLES_URL", "npm run test:crawler");
        const page = await signIn(browser, url, ADMIN);
        const visitor = await Visitor.start(page, url, new Values("faults", 1), testInfo.outputPath());
        const menus = await visitor.menus(["helpdesk.menu_helpdesk_root"]);
        const tags = menus.filter((menu) => menu.name.endsWith("› Tags"));
        expect(tags).toHaveLength(1);
        await new Crawler(visitor).lookAround(tags);
        expect(visitor.findings, "before it").toEqual([]);
        await make(page);
        await new Crawler(visitor).lookAround(tags);
        expect(visitor.findings.map(({ problem }) => problem)).toContainEqual(expect.stringMatching(found));
        await page.context().close();
    });
}

function onReading(page: Page, answerIt: (route: Route) => Promise<void>): Promise<unknown> {
    return page.route("**/web_search_read", answerIt);
}

function refuse(route: Route): Promise<void> {
    const message = "Not for you";
    const data = { name: "odoo.exceptions.AccessError", message, debug: "", arguments: [message], context: {} };
    return route.fulfill({
        json: { ...answer(route), error: { code: 0, message: "Odoo Server Error", data } },
    });
}

function answer(route: Route, result?: object): object {
    const { id } = route.request().postDataJSON() as { id: number };
    return { jsonrpc: "2.0", id, ...(result && { result }) };
}
