// @ts-check
// Runs Odoo's own tests of our addons on a private database. `npm run test:odoo -- --help` tells the options.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "./lib/errors.mjs";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { OdooLog } from "./lib/odoo-log.mjs";
import { odooSandbox, serverArgs } from "./lib/odoo.mjs";
import { ROOT } from "./lib/paths.mjs";
import { parseProvider } from "./lib/providers.mjs";
import { start } from "./lib/sandbox.mjs";
import { startRun } from "./lib/throw-away.mjs";

const HELP = `npm run test:odoo -- [options]
  --tags TAGS        Odoo's --test-tags, as in /support_center:TestX.test_y (default: all of the modules below)
  --modules A,B      addons to install and test (default: support_center,helpdesk)
  --provider NAME    who supplies helpdesk: community (default) or oca
  --demo             with demo data
  --verbose          show Odoo's whole log`;

runMain(async () => {
    const { values } = parseArgs({
        options: {
            tags: { type: "string" },
            modules: { type: "string", default: "support_center,helpdesk" },
            provider: { type: "string", default: "community" },
            demo: { type: "boolean", default: false },
            verbose: { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) return console.log(HELP);
    const provider = parseProvider(values.provider);
    const modules = values.modules.split(",").filter(Boolean);
    const tags = values.tags ?? modules.map((name) => `/${name}`).join(",");

    const run = await startRun({ provider, modules, demo: values.demo }, console.log);
    const toUpdate = modules.filter((name) => run.installed.includes(name));
    const toInstall = modules.filter((name) => !run.installed.includes(name));
    const log = new OdooLog({
        onFailure: ({ test, details }) => console.log(`\nFAILED ${test}\n${details.replace(/^/gm, "    ")}`),
    });
    let whole = "";
    const server = start(
        odooSandbox(run),
        [
            ...serverArgs(run, run.database),
            ...(toInstall.length > 0 ? ["-i", toInstall.join(",")] : []),
            ...(toUpdate.length > 0 ? ["-u", toUpdate.join(",")] : []),
            values.demo ? "--with-demo" : "--without-demo",
            "--test-enable",
            `--test-tags=${tags}`,
            "--max-cron-threads=0",
            "--stop-after-init",
        ],
        (text) => {
            whole += text;
            log.write(text);
            if (values.verbose) process.stdout.write(text);
        },
    );
    onExit(() => server.stop("SIGKILL", 0));
    const code = await server.exited;
    const { passed, failures, skipped } = log.end();

    if (failures.length > 0 || code !== 0) {
        const file = join(ROOT, "test-results", `odoo-${provider}-${process.pid}.log`);
        await mkdir(join(ROOT, "test-results"), { recursive: true });
        await writeFile(file, whole);
        console.log(`\nOdoo's log: ${file}`);
    }
    for (const test of skipped) console.log(`SKIPPED ${test}`);
    if (failures.length > 0) console.log(`\nFailed (${provider} helpdesk):`);
    for (const test of new Set(failures.map((failure) => failure.test))) console.log(`  ${test}`);
    if (passed + failures.length === 0) {
        if (code !== 0) console.log(whole.slice(-4000));
        throw new UserError(`No test ran for --tags ${tags} (Odoo ended with ${code}).`);
    }
    console.log(
        `\n${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`,
    );
    return failures.length > 0 || code !== 0 ? 1 : 0;
});
