import { randomBytes } from "node:crypto";
import { test as base, type Browser, type Page } from "@playwright/test";
import { weekAfter, type Week } from "./dates.ts";
import { Mailbox } from "./mailbox.ts";
import { Odoo } from "./odoo.ts";
import { Problems } from "./problems.ts";

/** Users of the demo data; their passwords are their logins. */
export type Role = "admin" | "manager" | "technician" | "technician2";

interface Session {
    odoo: Odoo;
    cookies: Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;
}

interface Fixtures {
    /** A fresh browser window in which the role is logged in. Any error in it fails the journey. */
    pageOf: (
        role: Role,
        screen?: { width?: number; height?: number; hasTouch?: boolean; timezoneId?: string },
    ) => Promise<Page>;
    /** The same user by RPC, to prepare and to check. */
    rpcOf: (role: Role) => Promise<Odoo>;
    /** Keeps a picture of the whole window, numbered, with the journey's results. */
    picture: (page: Page, name: string) => Promise<void>;
    problems: Problems;
    /** What customers get by email during this journey. */
    mailbox: Mailbox;
    /** A week to come in which nothing is booked: every technician is free whenever they work. */
    emptyWeek: Week;
    /** Added to names, it finds what this journey made and nothing else, also when it is run again. */
    unique: (name: string) => string;
}

interface WorkerFixtures {
    sessions: (role: Role) => Promise<Session>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
    sessions: [
        async ({ playwright }, use, workerInfo) => {
            const { baseURL } = workerInfo.project.use;
            const opened = new Map<Role, Promise<Session>>();
            const open = async (role: Role): Promise<Session> => {
                const context = await playwright.request.newContext(baseURL === undefined ? {} : { baseURL });
                const odoo = await Odoo.login(context, role, role);
                return { odoo, cookies: await context.storageState() };
            };
            await use((role) => {
                const session = opened.get(role) ?? open(role);
                opened.set(role, session);
                return session;
            });
        },
        { scope: "worker" },
    ],
    // eslint-disable-next-line no-empty-pattern -- Playwright reads fixtures' names from this pattern
    problems: async ({}, use) => {
        const problems = new Problems();
        await use(problems);
        if (problems.found.length > 0) throw new Error(`Errors in the browser:\n${problems.found.join("\n")}`);
    },
    rpcOf: async ({ sessions }, use) => {
        await use(async (role) => (await sessions(role)).odoo);
    },
    mailbox: async ({ rpcOf }, use) => {
        const mailbox = await Mailbox.open(await rpcOf("admin"));
        await use(mailbox);
        await mailbox.close();
    },
    emptyWeek: async ({ rpcOf }, use) => {
        const admin = await rpcOf("admin");
        const last = await admin.call<{ stop: string }[]>("support.appointment", "search_read", [[], ["stop"]], {
            order: "stop desc",
            limit: 1,
        });
        await use(weekAfter(Math.max(Date.now(), ...last.map(({ stop }) => Date.parse(`${stop.replace(" ", "T")}Z`)))));
    },
    // eslint-disable-next-line no-empty-pattern -- as above
    unique: async ({}, use) => {
        const mark = randomBytes(3).toString("hex");
        await use((name) => `${name} ${mark}`);
    },
    pageOf: async ({ browser, sessions, problems }, use, testInfo) => {
        const { locale, timezoneId, baseURL, viewport } = testInfo.project.use;
        const contexts: { close(): Promise<void> }[] = [];
        await use(async (role, screen = {}) => {
            const { cookies } = await sessions(role);
            const { width, height, hasTouch = false, timezoneId: zone = timezoneId } = screen;
            const context = await browser.newContext({
                storageState: cookies,
                viewport: width && height ? { width, height } : (viewport ?? null),
                hasTouch,
                ...(locale === undefined ? {} : { locale }),
                ...(zone === undefined ? {} : { timezoneId: zone }),
                ...(baseURL === undefined ? {} : { baseURL }),
            });
            contexts.push(context);
            problems.watch(context);
            return context.newPage();
        });
        for (const context of contexts) await context.close();
    },
    // eslint-disable-next-line no-empty-pattern -- as above
    picture: async ({}, use, testInfo) => {
        let number = 0;
        await use(async (page, name) => {
            const path = testInfo.outputPath(`${String(++number).padStart(2, "0")}-${name}.png`);
            await page.screenshot({ path, animations: "disabled" });
        });
    },
});

export { expect } from "@playwright/test";
