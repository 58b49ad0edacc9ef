import { expect, test, type Browser, type Page, type TestInfo } from "@playwright/test";
import { Odoo } from "../support/odoo.ts";
import { Problems } from "../support/problems.ts";
import { Crawler, Shared } from "./crawler.ts";
import { Values } from "./filling.ts";
import { ADMIN, EMPTY_PEOPLE, makeUser, type People, type Person } from "./people.ts";
import { Visitor } from "./visitor.ts";

const APPS = ["support_center.support_center_menu_root", "helpdesk.menu_helpdesk_root"];
/** To look for one fault: only menus with that in their name are crawled. */
const ONLY_MENU = process.env.CRAWLER_MENU ?? "";
/** Every role presses everything anew, whatever another has pressed. */
const IS_THOROUGH = process.env.CRAWLER_THOROUGH === "1";
const CLICK_EVERYWHERE_MS = 240_000;

/** The tests of one database, in the order in which they change it. */
export function crawlDatabase(name: string, url: string, people: People): void {
    const roles = [...people.there, ...people.made];
    const shared = new Shared();

    // Dead ends are where there is nothing yet.
    const isEmpty = people === EMPTY_PEOPLE;
    if (isEmpty) {
        test(`${name}: admin finds a way on in every view, before there is anything`, ({ browser }, testInfo) =>
            as(browser, url, ADMIN, 0, testInfo, lookAround));
    }

    if (people.made.length > 0) {
        test(`${name}: admin makes the other users`, async ({ browser }) => {
            const page = await signIn(browser, url, ADMIN);
            const problems = new Problems();
            problems.watchPage(page);
            for (const person of people.made) await makeUser(page, person);
            await page.context().close();
            expect(problems.found).toEqual([]);
        });
    }

    for (const [index, person] of roles.entries()) {
        if (person === ADMIN || !isEmpty) continue;
        test(`${name}: ${person.login} finds a way on in every view`, ({ browser }, testInfo) =>
            as(browser, url, person, index, testInfo, lookAround));
    }

    // The first role that sees one of Odoo's own buttons presses it: with demo data the strongest, without data the weakest.
    const inOrder = isEmpty ? [...roles].sort((one, other) => strength(one) - strength(other)) : roles;
    for (const [index, person] of inOrder.entries()) {
        test(`${name}: ${person.login} presses every button`, ({ browser }, testInfo) =>
            as(browser, url, person, index, testInfo, async (visitor) => {
                const menus = await visitor.menus(APPS);
                expect(menus.length > 0, "menus of ours").toBe(person.login !== "nobody");
                const included = inOrder.slice(0, index).filter((other) => includes(person, other));
                const logins = included.map(({ login }) => login);
                const crawler = IS_THOROUGH ? new Crawler(visitor) : new Crawler(visitor, shared, person.login, logins);
                await crawler.crawl(menus.filter(({ name }) => name.includes(ONLY_MENU)));
            }));
    }

    if (!people.there.includes(ADMIN)) return;
    for (const app of APPS) {
        test(`${name}: Odoo's click-everywhere tool, in ${app}`, async ({ browser }) => {
            const page = await signIn(browser, url, ADMIN);
            const problems = new Problems();
            problems.watchPage(page);
            await page.goto("/odoo");
            await page.locator(".o_main_navbar").waitFor();
            const ended = page.waitForEvent("console", {
                predicate: (message) => message.type() === "error" || message.text() === "clickbot test succeeded",
                timeout: CLICK_EVERYWHERE_MS,
            });
            await page.evaluate((xmlId) => {
                const { odoo } = window as unknown as { odoo: { loader: { modules: Map<string, Clickbot> } } };
                return odoo.loader.modules.get("@web/webclient/clickbot/clickbot_loader")?.startClickEverywhere(xmlId);
            }, app);
            await ended;
            await page.context().close();
            expect(problems.found).toEqual([]);
        });
    }
}

function strength(person: Person): number {
    return person === ADMIN ? 3 : Object.keys(person.groups).length;
}

/** Whether a person has all the rights of another. Rights add up, so what the other could press, this one can. */
function includes(person: Person, other: Person): boolean {
    if (person === ADMIN) return true;
    return (
        Object.entries(other.groups).every(([privilege, group]) => person.groups[privilege] === group) &&
        other !== ADMIN
    );
}

interface Clickbot {
    startClickEverywhere: (xmlId: string) => Promise<void>;
}

async function lookAround(visitor: Visitor): Promise<void> {
    await new Crawler(visitor).lookAround(await visitor.menus(APPS));
}

export async function signIn(browser: Browser, url: string, { login, password }: Person): Promise<Page> {
    const context = await browser.newContext({ baseURL: url });
    await Odoo.login(context.request, login, password);
    return context.newPage();
}

/** Lets a visitor do something in the person's name, and fails with all that was found. */
async function as(
    browser: Browser,
    url: string,
    person: Person,
    index: number,
    testInfo: TestInfo,
    visit: (visitor: Visitor) => Promise<void>,
): Promise<void> {
    const page = await signIn(browser, url, person);
    page.setDefaultTimeout(20_000);
    // Days of their own, so that nobody's visits are in the way of another's, nor of the demo data's in the first weeks.
    const visitor = await Visitor.start(page, url, new Values(person.login, 43 + 14 * index), testInfo.outputPath());
    const start = Date.now();
    await visit(visitor);
    visitor.log(`${visitor.presses} presses in ${Math.round((Date.now() - start) / 1000)} s`);
    await page.context().close();
    const found = visitor.findings.map(({ path, problem, picture }) => `${path}\n    ${problem}\n    ${picture}`);
    expect(found.join("\n"), `${found.length} findings`).toBe("");
}
