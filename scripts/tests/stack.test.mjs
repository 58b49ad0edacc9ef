// @ts-check
import { expect, test } from "vitest";
import { isUpToDate } from "../lib/node-modules.mjs";
import { checkPlatform } from "../lib/requirements.mjs";
import { describe as describeStack, welcome } from "../lib/stack-description.mjs";
import { choosePorts, DEFAULT_PORTS } from "../lib/stack-ports.mjs";

const ports = { odoo: 1, companion: 2, metrics: 3, mail: 4, smtp: 5, postgres: 6 };

test("stack.json has the shape that others rely on", () => {
    expect(describeStack({ ports, database: "d", apiKey: "k" })).toEqual({
        odoo: {
            url: "http://127.0.0.1:1",
            db: "d",
            users: {
                admin: { login: "admin", password: "admin" },
                manager: { login: "manager", password: "manager" },
                technician: { login: "technician", password: "technician" },
            },
        },
        companion: { url: "http://127.0.0.1:2", api_key: "k", metrics_url: "http://127.0.0.1:3/metrics" },
        mail: { url: "http://127.0.0.1:4", smtp_port: 5 },
        postgres: { host: "127.0.0.1", port: 6 },
    });
});

test("without a companion it is left out, and the welcome says so", () => {
    const stack = describeStack({ ports, database: "d", apiKey: undefined });
    expect(stack).not.toHaveProperty("companion");
    expect(welcome(stack)).toMatch(/no companion/);
});

test("ports of last time are kept; busy ones give way to distinct ones, and that is said", async () => {
    const busy = new Set([8069, 8070, 2525]);
    /** @type {string[]} */
    const said = [];
    const chosen = await choosePorts(
        { smtp: 2525, mail: 1090 },
        (message) => said.push(message),
        async (wanted) => {
            let port = wanted;
            while (busy.has(port)) port++;
            busy.add(port);
            return port;
        },
    );
    expect(chosen).toEqual({ ...DEFAULT_PORTS, odoo: 8071, companion: 8072, mail: 1090, smtp: 2526 });
    expect(said).toEqual([
        "Port 8069 is busy; odoo uses 8071.",
        "Port 8070 is busy; companion uses 8072.",
        "Port 2525 is busy; smtp uses 2526.",
    ]);
});

test("no free port at all is a sentence", async () => {
    await expect(
        choosePorts(
            {},
            () => {},
            async () => undefined,
        ),
    ).rejects.toThrow(/^No port from 8069 on is free for odoo/);
});

test("an old Node and another system are told what to do", () => {
    expect(() => checkPlatform("20.19.0", "linux")).not.toThrow();
    expect(() => checkPlatform("24.0.0", "linux")).not.toThrow();
    expect(() => checkPlatform("18.20.4", "linux")).toThrow("This is Node 18.20.4. Install Node 20.19 or a later one");
    expect(() => checkPlatform("20.10.0", "linux")).toThrow(/Node 20\.10\.0/);
    expect(() => checkPlatform("22.0.0", "darwin")).toThrow(/docker compose up/);
});

test("npm packages are installed again when a version differs or one is missing, not for other platforms' ones", () => {
    const wanted = {
        packages: {
            "": { version: "1" },
            web_src: { version: "1" },
            "node_modules/a": { version: "2.0.0" },
            "node_modules/@support-center/web": { link: true },
            "node_modules/only-on-mac": { version: "1.0.0", optional: true },
        },
    };
    const a = (/** @type {string} */ version) => ({ packages: { "node_modules/a": { version } } });
    expect(isUpToDate(wanted, a("2.0.0"))).toBe(true);
    expect(isUpToDate(wanted, a("2.0.1"))).toBe(false);
    expect(isUpToDate(wanted, { packages: {} })).toBe(false);
});
