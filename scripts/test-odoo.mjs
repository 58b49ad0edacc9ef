// @ts-check
// Runs Odoo's own tests of our addons on a private database. `npm run test:odoo -- --help` tells the options.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "./lib/errors.mjs";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { OdooLog } from "./lib/odoo-log.mjs";
import { odooCommand, serverArgs } from "./lib/odoo.mjs";
import { ROOT } from "./lib/paths.mjs";
import { parseProvider } from "./lib/providers.mjs";
import { startService } from "./lib/service.mjs";
import { startRun } from "./lib/throw-away.mjs";

const HELP = `npm run test:odoo -- [options]
  --tags TAGS        Odoo's --test-tags, as in /support_center:TestX.test_y (default: all of the modules below)
  --modules A,B      addons to install and test (default: support_center,helpdesk)
  --provider NAME    who supplies helpdesk: community (default) or oca
  --demo             with demo data
  --addons FOLDER    one more folder with addons
  --verbose          show Odoo's whole log`;

const OPTIONS = /** @type {const} */ ({
    tags: { type: "string" },
    modules: { type: "string", default: "support_center,helpdesk" },
    provider: { type: "string", default: "community" },
    demo: { type: "boolean", default: false },
    addons: { type: "string" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
});

runMain(async () => {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
        console.log(HELP);
        return 0;
    }
    const provider = parseProvider(values.provider);
    const modules = values.modules.split(",").filter(Boolean);
    const tags = values.tags ?? modules.map((name) => `/${name}`).join(",");

    const extraAddons = values.addons === undefined ? [] : [resolve(values.addons)];
    const run = await startRun({ provider, modules, demo: values.demo, extraAddons }, console.log);
    const argv = [
        ...serverArgs(run),
        ...option(
            "--init",
            modules.filter((name) => !run.base.includes(name)),
        ),
        ...option(
            "--update",
            modules.filter((name) => run.base.includes(name)),
        ),
        values.demo ? "--with-demo" : "--without-demo",
        "--test-enable",
        `--test-tags=${tags}`,
        "--max-cron-threads=0",
        "--stop-after-init",
    ];
    const log = new OdooLog({
        onFailure: ({ test, details }) => console.log(`\nFAILED ${test}\n${details.replace(/^/gm, "    ")}`),
    });
    let whole = "";
    const server = startService(odooCommand(run, argv), (text) => {
        whole += text;
        log.write(text);
        if (values.verbose) process.stdout.write(text);
    });
    onExit(() => server.stop("SIGKILL", 0));
    const code = await server.exited;
    return report({ code, tags, provider, whole, ...log.end() });
});

/**
 * @param {string} name
 * @param {readonly string[]} values
 */
function option(name, values) {
    return values.length > 0 ? [name, values.join(",")] : [];
}

/**
 * @param {import('./lib/odoo-log.mjs').Results & {code: number, tags: string, provider: string, whole: string}} outcome
 * @returns {Promise<number>} exit code
 */
async function report({ code, tags, provider, whole, passed, failures, skipped }) {
    const bad = failures.length > 0 || code !== 0;
    if (bad) {
        const file = join(ROOT, "test-results", `odoo-${provider}-${process.pid}.log`);
        await mkdir(join(ROOT, "test-results"), { recursive: true });
        await writeFile(file, whole);
        console.log(`\nOdoo's log: ${file}`);
    }
    if (passed + failures.length === 0) {
        throw new UserError(
            `No test ran for --tags ${tags} (Odoo ended with ${code}).${code === 0 ? "" : `\n${whole.slice(-4000)}`}`,
        );
    }
    for (const test of skipped) console.log(`SKIPPED ${test}`);
    const names = [...new Set(failures.map(({ test }) => test))];
    if (names.length > 0)
        console.log(`\nFailed with ${provider} helpdesk:\n${names.map((name) => `  ${name}`).join("\n")}`);
    console.log(`\n${passed} passed, ${names.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`);
    return bad ? 1 : 0;
}
