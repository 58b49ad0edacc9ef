// @ts-check
// Runs the browser journeys against a private Odoo with demo data, and a companion beside it. `npm run test:e2e -- --help` tells the options.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureBrowser } from "../scripts/lib/browser.mjs";
import { buildCompanion, startCompanion } from "../scripts/lib/companion.mjs";
import { run } from "../scripts/lib/exec.mjs";
import { runMain } from "../scripts/lib/lifecycle.mjs";
import { ensureNodeModules } from "../scripts/lib/node-modules.mjs";
import { runScript } from "../scripts/lib/odoo-script.mjs";
import { runOdoo } from "../scripts/lib/odoo.mjs";
import { startServer } from "../scripts/lib/odoo-server.mjs";
import { ROOT } from "../scripts/lib/paths.mjs";
import { startRun } from "../scripts/lib/throw-away.mjs";

const HELP = `npm run test:e2e -- [options] [files] [playwright's options]
  --serve   start the servers, print what journeys need to find them, and wait for Ctrl-C: with that in the environment,
            npx playwright test --config e2e/playwright.config.ts runs them again and again`;

const RESULTS = join(ROOT, "test-results", "e2e");
/** Ours, and an addon that reuses the calendar view on a model of its own, as others may. */
const MODULES = ["support_center", "support_calendar_test"];

/**
 * A private Odoo with the addon and its demo data.
 * @returns {Promise<{place: import('../scripts/lib/throw-away.mjs').Run, url: string, stop: () => Promise<number>}>}
 *   `stop` resolves with the number of errors it logged
 */
async function startOdoo() {
    const place = await startRun(
        { provider: "community", modules: MODULES, demo: true, extraAddons: [join(ROOT, "scripts", "odoo", "addons")] },
        console.log,
    );
    const file = join(RESULTS, "odoo.log");
    let installation = "";
    console.log("Installing Support Center with demo data…");
    try {
        await runOdoo(place, ["--init", MODULES.join(), "--with-demo"], (text) => (installation += text));
    } finally {
        await writeFile(file, installation);
    }
    const server = await startServer(place);
    // Pictures taken while the first bundles are still being made would be of empty screens.
    await fetch(`${server.url}/web/login`);
    return {
        place,
        url: server.url,
        async stop() {
            await server.stop();
            await writeFile(file, installation + server.log());
            // A failed query is no error yet: Odoo repeats what collided with another transaction, and logs the rest again.
            const errors = server
                .log()
                .split("\n")
                .filter((line) => / (ERROR|CRITICAL) \S+ (?!odoo\.sql_db)/.test(line));
            if (errors.length > 0) console.log(`\nOdoo logged errors (${file}):\n${errors.join("\n")}`);
            return errors.length;
        },
    };
}

/**
 * A companion that books into that Odoo.
 * @param {{place: import('../scripts/lib/throw-away.mjs').Run, url: string}} odoo
 * @returns {Promise<{url: string, apiKey: string, stop: () => Promise<unknown>}>}
 */
async function startBookingApi({ place, url }) {
    await buildCompanion();
    const { code, stdout, stderr } = await runScript(place, "e2e/support/connect_companion.py");
    if (code !== 0) throw new Error(`The companion could not be connected:\n${stderr.slice(-4000)}`);
    const { credentials, api_key: apiKey } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    await place.cluster.ensureDatabase("companion_e2e", "companion");
    const companion = await startCompanion({
        ...credentials,
        ODOO_URL: url,
        DATABASE_URL: `postgresql://companion@127.0.0.1:${place.cluster.port}/companion_e2e`,
    });
    return { ...companion, apiKey };
}

runMain(async () => {
    const own = process.argv.slice(2);
    if (own.includes("--help")) {
        console.log(HELP);
        return 0;
    }
    await rm(RESULTS, { recursive: true, force: true });
    await mkdir(RESULTS, { recursive: true });
    await ensureNodeModules(ROOT, console.log);
    const [browser, odoo] = [await ensureBrowser(console.log), await startOdoo()];
    const api = await startBookingApi(odoo);
    const found = { E2E_URL: odoo.url, E2E_BROWSER: browser, E2E_API_URL: api.url, E2E_API_KEY: api.apiKey };
    if (own[0] === "--serve") {
        console.log(
            Object.entries(found)
                .map((entry) => entry.join("="))
                .join(" "),
        );
        await new Promise(() => {});
    }
    const playwright = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
    const args = [playwright, "test", "--config", join(ROOT, "e2e"), ...own];
    const env = { ...process.env, ...found };
    const { code } = await run(process.execPath, args, { env, inherit: true, cwd: ROOT });
    await api.stop();
    const errors = await odoo.stop();
    return code !== 0 || errors > 0 ? 1 : 0;
});
