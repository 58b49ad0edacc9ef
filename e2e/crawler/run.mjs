// @ts-check
// Lets the crawler loose on three private Odoos: two with demo data, for the administrator and the other roles, and one without. `npm run test:crawler -- --help` tells the options.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureHeadlessBrowser } from "../../scripts/lib/browser.mjs";
import { run } from "../../scripts/lib/exec.mjs";
import { runMain } from "../../scripts/lib/lifecycle.mjs";
import { ensureNodeModules } from "../../scripts/lib/node-modules.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { startPrivateOdoo } from "../support/private_odoo.mjs";

const HELP = `npm run test:crawler -- [options] [playwright's options]
  --thorough   every role presses everything, also what another role has pressed (30 minutes)
  --serve      start the servers, print what the crawler needs to find them, and wait for Ctrl-C: with that in the environment,
               npx playwright test --config e2e/crawler runs it again and again`;

const RESULTS = join(ROOT, "test-results", "crawler");
const MODULES = ["support_center"];

runMain(async () => {
    const own = process.argv.slice(2);
    if (own.includes("--help")) {
        console.log(HELP);
        return 0;
    }
    await rm(RESULTS, { recursive: true, force: true });
    await mkdir(RESULTS, { recursive: true });
    await ensureNodeModules(ROOT, console.log);
    const browser = await ensureHeadlessBrowser(console.log);
    /** @param {string} name @param {boolean} demo */
    const start = (name, demo) => startPrivateOdoo({ modules: MODULES, demo, log: join(RESULTS, `odoo-${name}.log`) });
    const [demoAdmin, demoRoles, empty] = await Promise.all([
        start("demo-admin", true),
        start("demo-roles", true),
        start("empty", false),
    ]);
    const isThorough = own.includes("--thorough");
    const found = {
        CRAWLER_DEMO_ADMIN_URL: demoAdmin.url,
        CRAWLER_DEMO_ROLES_URL: demoRoles.url,
        CRAWLER_EMPTY_URL: empty.url,
        CRAWLER_THOROUGH: isThorough ? "1" : "",
        E2E_BROWSER: browser,
    };
    if (own[0] === "--serve") {
        const entries = Object.entries(found);
        console.log(entries.map((entry) => entry.join("=")).join(" "));
        await new Promise(() => {});
    }
    const playwright = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
    const args = [
        playwright,
        "test",
        "--config",
        join(ROOT, "e2e", "crawler"),
        ...own.filter((option) => option !== "--thorough"),
    ];
    const { code } = await run(process.execPath, args, { env: { ...process.env, ...found }, inherit: true, cwd: ROOT });
    const errors = (await demoAdmin.stop()) + (await demoRoles.stop()) + (await empty.stop());
    return code !== 0 || errors > 0 ? 1 : 0;
});
