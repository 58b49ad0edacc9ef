/** /docs in a real browser, which minds the content security policy and says what it asks whom for. */
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ROUTES } from "../../src/routes/index.js";
import { at, Client, freshDay, order, type WriteBody } from "../support/client.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { startProxy, type Proxy } from "../support/proxy.js";
import { browserOfTests, stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
/** Where clients are told to go; the page is opened elsewhere, as behind a tunnel or before the name is there. */
const PUBLIC_URL = "https://book.example.org";
const OUTSIDE = "https://elsewhere.example.org/pixel.png";

const REPORT_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
    noteViolation(event.effectiveDirective + " " + event.blockedURI))`;

/** A browser is slow to start and to draw on a busy machine. */
const SLOWEST = { timeout: 240_000 };

function startBrowser(): Promise<Browser> {
    return chromium.launch({
        executablePath: browserOfTests(),
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
}

/** Enters a key and lets the page ask for the technicians. Resolves with what it shows of the answer. */
async function askForTechnicians(page: Page): Promise<Locator> {
    await page.getByRole("button", { name: "Authorize" }).first().click();
    const dialog = page.locator(".dialog-ux");
    await dialog.locator("input").fill(stack.keys.full.secret);
    await dialog.getByRole("button", { name: "Apply credentials" }).click();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    const operation = page.locator(".opblock", { hasText: "/v1/technicians" });
    await operation.locator(".opblock-summary-control").click();
    await operation.getByRole("button", { name: "Try it out" }).click();
    await operation.getByRole("button", { name: "Execute" }).click();
    const answer = operation.locator(".live-responses-table .response");
    await answer.waitFor();
    return answer;
}

describe("the documentation page", SLOWEST, () => {
    let companion: RunningCompanion;
    let browser: Browser;
    let page: Page;
    let violations: string[];
    let foreign: string[];
    let errors: string[];

    beforeAll(async () => {
        companion = await startCompanion(stack, { PUBLIC_URL });
        browser = await startBrowser();
    });
    afterAll(async () => {
        await browser.close();
        await companion.stop();
    });

    beforeEach(async () => {
        [violations, foreign, errors] = [[], [], []];
        const context = await browser.newContext({ locale: "en-US" });
        page = await context.newPage();
        await page.exposeFunction("noteViolation", (violation: string) => violations.push(violation));
        await page.addInitScript({ content: REPORT_VIOLATIONS });
        page.on("pageerror", (error) => errors.push(error.message));
        page.on("console", (message) => {
            if (message.type() === "error") {
                errors.push(message.text());
            }
        });
        page.on("request", (request) => {
            const { origin, protocol } = new URL(request.url());
            if (protocol !== "data:" && origin !== companion.url) {
                foreign.push(request.url());
            }
        });
        await page.goto(`${companion.url}/docs`);
        await page.locator(".opblock").first().waitFor();
    });
    afterEach(() => page.context().close());

    function expectNothingForbidden(): void {
        expect({ violations, foreign, errors }).toEqual({ violations: [], foreign: [], errors: [] });
    }

    it("shows every operation, and asks nobody else for anything", async () => {
        const methods = await page.locator(".opblock-summary-method").allTextContents();
        const paths = await page.locator(".opblock-summary-path").allTextContents();
        // Swagger UI puts zero-width spaces where a path may be wrapped.
        const shown = paths.map((path, index) => `${methods[index]} ${path.replace(/\u200b/g, "")}`);
        const routes = ROUTES.map(({ spec }) => `${spec.method.toUpperCase()} ${spec.path}`);
        expect(shown.sort()).toEqual(routes.sort());
        await page.getByText("Lets a website or an app book technicians").waitFor();
        expectNothingForbidden();
    });

    it("opens every operation with its parameters and answers", async () => {
        for (const operation of await page.locator(".opblock").all()) {
            await operation.locator(".opblock-summary-control").click();
            await operation.locator(".responses-table").first().waitFor();
        }
        expectNothingForbidden();
    });

    it("carries a request out, with a key, where the page was opened", async () => {
        const answer = await askForTechnicians(page);
        expect(await answer.locator(".response-col_status").innerText()).toContain("200");
        expect(await answer.locator(".response-col_description").innerText()).toContain(stack.technicians[0]?.name);
        const logged = await query(
            companion.databaseUrl,
            "SELECT status FROM access_log WHERE route = '/v1/technicians' AND user_agent LIKE '%Chrome%'",
        );
        expect(logged).toEqual([{ status: 200 }]);
        expectNothingForbidden();
    });

    it("offers the address that clients use as well", async () => {
        const options = await page.locator(".servers select option").all();
        const servers = await Promise.all(options.map((option) => option.getAttribute("value")));
        expect(servers).toEqual(["/", PUBLIC_URL]);
    });

    it("would not get far with what is not its own", async () => {
        await page.evaluate(`document.body.append(Object.assign(new Image(), { src: "${OUTSIDE}" }))`);
        await page.evaluate(
            `document.body.append(Object.assign(document.createElement("script"), { text: "window.harmed = true" }))`,
        );
        await vi.waitFor(() => expect(violations).toEqual([`img-src ${OUTSIDE}`, "script-src-elem inline"]));
        expect(await page.evaluate("window.harmed")).toBeUndefined();
    });
});

describe.each([
    ["takes the path off", false, "/docs"],
    ["passes the path on", true, "/docs"],
    ["takes the path off, with a slash at its end", false, "/docs/"],
])("the documentation page behind a proxy that %s", SLOWEST, (_what, keepsPrefix, address) => {
    const PREFIX = "/support/booking";
    let companion: RunningCompanion;
    let proxy: Proxy;
    let browser: Browser;

    beforeAll(async () => {
        companion = await startCompanion(stack, { PUBLIC_URL: `https://shop.example.org${PREFIX}/` });
        proxy = await startProxy(companion.url, PREFIX, keepsPrefix);
        browser = await startBrowser();
    });
    afterAll(async () => {
        await browser.close();
        await proxy.stop();
        await companion.stop();
    });

    it("shows every operation and carries a request out", async () => {
        const page = await browser.newPage();
        const failed: string[] = [];
        page.on("response", (response) => {
            if (response.status() >= 400) {
                failed.push(`${response.status()} ${response.url()}`);
            }
        });
        page.on("pageerror", (error) => failed.push(error.message));
        await page.goto(`${proxy.url}${PREFIX}${address}`);
        await page.locator(".opblock").first().waitFor();
        expect(await page.locator(".opblock").count()).toBe(ROUTES.length);
        const answer = await askForTechnicians(page);
        expect(await answer.locator(".response-col_status").innerText()).toContain("200");
        expect(failed).toEqual([]);
    });

    it("leads to what was booked", async () => {
        const client = new Client(`${proxy.url}${PREFIX}`, stack.keys.full.secret);
        const booked = await client.book(order(at(freshDay(), 9)));
        const location = booked.headers.get("location") ?? "";
        expect(location).toBe(`${PREFIX}/v1/appointments/${booked.body.id}`);
        const read = await new Client(proxy.url, stack.keys.full.secret).get<WriteBody>(location);
        expect([read.status, read.body.id]).toEqual([200, booked.body.id]);
    });
});
