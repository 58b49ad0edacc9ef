// @ts-check
// Runs the browser journeys against a private Odoo with demo data, and a companion beside it. `npm run test:e2e -- --help` tells the options.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureHeadlessBrowser } from "../scripts/lib/browser.mjs";
import { startControl } from "../scripts/lib/control.mjs";
import { buildCompanion, startCompanion } from "../scripts/lib/companion.mjs";
import { run } from "../scripts/lib/exec.mjs";
import { runMain } from "../scripts/lib/lifecycle.mjs";
import { ensureNodeModules } from "../scripts/lib/node-modules.mjs";
import { runScript } from "../scripts/lib/odoo-script.mjs";
import { ROOT } from "../scripts/lib/paths.mjs";
import { ensureRootfs } from "../scripts/lib/rootfs.mjs";
import { startPrivateOdoo } from "./support/private_odoo.mjs";

const HELP = `npm run test:e2e -- [options] [files] [playwright's options]
  --serve   start the servers, print what journeys need to find them, and wait for Ctrl-C: with that in the environment,
            npx playwright test --config e2e/playwright.config.ts runs them again and again`;

/** Halves that run side by side keep what they find apart. */
const PART = process.argv.find((option) => option.startsWith("--shard="))?.replaceAll(/\D+/g, "-") ?? "";
const RESULTS = join(ROOT, "test-results", `e2e${PART}`);
const LISTENER = / ERROR \S+ odoo\.addons\.bus\./;
/** How a traceback ends when PostgreSQL goes, is away, or is not ready yet. */
const CUT_OFF =
    /\npsycopg2\.(InterfaceError: |errors\.AdminShutdown: |OperationalError: .*(connection|shutting down|starting up|the database system))/;
/** What journeys install. */
const LANGUAGES = ["ar_001", "de_DE", "es_ES", "fr_FR", "he_IL"];
/** Ours, an addon that reuses the calendar view on a model of its own, as others may, and Odoo's dashboards, which take views in. */
const MODULES = ["support_center", "support_calendar_test", "board"];

/**
 * How often Odoo has begun to listen for live messages.
 * @param {import('./support/private_odoo.mjs').PrivateOdoo} odoo
 */
function dispatchersOf(odoo) {
    return odoo.log().split("Bus.loop listen imbus").length - 1;
}

/**
 * Lets journeys restart the PostgreSQL of an Odoo.
 * @param {import('./support/private_odoo.mjs').PrivateOdoo} odoo
 */
async function controlOf(odoo) {
    let wasCutOff = false;
    let afterRestart = 0;
    const control = await startControl({
        "/restart-postgres": async () => {
            wasCutOff = true;
            const before = dispatchersOf(odoo);
            await odoo.place.cluster.restart();
            afterRestart = before + 1;
        },
        // After it has lost PostgreSQL, Odoo's dispatcher of live messages sleeps for 50 seconds.
        "/until-messages-travel": async () => {
            for (let tries = 0; dispatchersOf(odoo) < afterRestart; tries++) {
                if (tries > 900) throw new Error("Odoo's dispatcher of live messages did not come back");
                await delay(100);
            }
        },
    });
    return {
        control,
        // What was listening to PostgreSQL, or asked it something, when a journey restarted it says so.
        stop: () => odoo.stop((record) => wasCutOff && (LISTENER.test(record) || CUT_OFF.test(record))),
    };
}

/**
 * A companion that books into that Odoo.
 * @param {{place: import('../scripts/lib/throw-away.mjs').Run, url: string}} odoo
 * @returns {Promise<{url: string, apiKey: string, databaseUrl: string, stop: () => Promise<unknown>}>}
 */
async function startBookingApi({ place, url }) {
    await buildCompanion();
    const { code, stdout, stderr } = await runScript(place, "e2e/support/connect_companion.py");
    if (code !== 0) throw new Error(`The companion could not be connected:\n${stderr.slice(-4000)}`);
    const { credentials, api_key: apiKey } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    await place.cluster.ensureDatabase("companion_e2e", "companion");
    const databaseUrl = `postgresql://companion@127.0.0.1:${place.cluster.port}/companion_e2e`;
    const companion = await startCompanion({ ...credentials, ODOO_URL: url, DATABASE_URL: databaseUrl });
    return { ...companion, apiKey, databaseUrl };
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
    const browser = await ensureHeadlessBrowser(console.log);
    const odoo = await startPrivateOdoo({
        modules: MODULES,
        demo: true,
        log: join(RESULTS, "odoo.log"),
        languages: LANGUAGES,
    });
    const { control, stop } = await controlOf(odoo);
    const api = await startBookingApi(odoo);
    const { path: rootfs } = await ensureRootfs(console.log);
    const found = {
        E2E_RESULTS: RESULTS,
        E2E_URL: odoo.url,
        E2E_CONTROL_URL: control,
        E2E_BROWSER: browser,
        E2E_API_URL: api.url,
        E2E_API_KEY: api.apiKey,
        // To look into every table, once something is to be gone.
        E2E_DATABASE_URL: `postgresql://postgres@127.0.0.1:${odoo.place.cluster.port}/support_center`,
        E2E_COMPANION_DATABASE_URL: api.databaseUrl,
        // Odoo's own Python packages can read PDFs.
        E2E_PYTHON_PACKAGES: join(rootfs, "usr/lib/python3/dist-packages"),
    };
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
    const errors = await stop();
    return code !== 0 || errors > 0 ? 1 : 0;
});
