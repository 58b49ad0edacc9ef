// @ts-check
// The whole test pyramid, one layer after the other, on databases and ports of its own.
// npm test [-- LAYER…]
import { mkdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./lib/errors.mjs";
import { run } from "./lib/exec.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { ensureNodeModules } from "./lib/node-modules.mjs";
import { readOutcome, readVitest, summary } from "./lib/outcome.mjs";
import { ensureDebianPackages } from "./lib/packages.mjs";
import { ROOT } from "./lib/paths.mjs";

const RESULTS = join(ROOT, "test-results");

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} [file] what has to be there for it
 * @property {() => Promise<import('./lib/outcome.mjs').Outcome>} run
 */

/**
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 * @returns {Layer}
 */
function ours(name, script, ...args) {
    return {
        name,
        async run() {
            const result = await run(process.execPath, [script, ...args], { cwd: ROOT, echo: true });
            return readOutcome(result.stdout, result.code, name);
        },
    };
}

/**
 * @param {string} name
 * @param {string} folder workspace
 * @param {string[]} args
 * @returns {Layer}
 */
function vitest(name, folder, ...args) {
    return {
        name,
        async run() {
            const report = join(RESULTS, `${name.replaceAll(" ", "-")}.json`);
            const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
            const program = join(ROOT, "node_modules", "vitest", "vitest.mjs");
            const command = [program, "run", ...args, ...reporters];
            const result = await run(process.execPath, command, { cwd: join(ROOT, folder), echo: true });
            if (!existsSync(report)) return readOutcome("", result.code, name);
            const outcome = readVitest(await readFile(report, "utf8"));
            if (result.code !== 0 && outcome.failed.length === 0)
                outcome.failed.push(`${name} (ended with ${result.code})`);
            return outcome;
        },
    };
}

/** @type {Layer[]} */
const LAYERS = [
    ours("lint", "scripts/test-lint.mjs"),
    vitest("unit scripts", "scripts"),
    vitest("unit calendar", "web_src"),
    vitest("unit companion", "companion", "--project", "unit"),
    ours("odoo", "scripts/test-odoo.mjs", "--modules", "support_center,helpdesk"),
    ours("odoo on OCA's helpdesk", "scripts/test-odoo.mjs", "--provider", "oca", "--modules", "support_center"),
    ours(
        "odoo's own lint",
        "scripts/test-odoo.mjs",
        ...["--addons", "scripts/odoo/addons", "--modules", "support_center,support_center_lint"],
        ...["--tags", "/support_center_lint"],
    ),
    ours("upgrade", "scripts/test-upgrade.mjs"),
    ours("seed", "scripts/test-seed.mjs"),
    ours("race", "scripts/test-race.mjs"),
    ours("stack", "scripts/test-stack.mjs"),
    ours("api", "companion/tests/run.mjs", "api"),
    ours("e2e", "e2e/run.mjs"),
];

runMain(async () => {
    const wanted = process.argv.slice(2);
    const unknown = wanted.filter((name) => !LAYERS.some((layer) => layer.name.startsWith(name)));
    if (unknown.length > 0) {
        const known = LAYERS.map(({ name }) => name).join(", ");
        throw new UserError(`There is no layer named ${unknown.join(", ")}. Choose among: ${known}.`);
    }
    await ensureNodeModules(ROOT, console.log);
    await ensureDebianPackages(["chromium", "fonts-noto-core"], console.log);
    await mkdir(RESULTS, { recursive: true });
    const layers = LAYERS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
    const done = [];
    for (const layer of layers) {
        console.log(`\n=== ${layer.name} ===`);
        const start = Date.now();
        const outcome = await layer.run();
        done.push({ name: layer.name, seconds: (Date.now() - start) / 1000, outcome });
    }
    const report = summary(done);
    console.log(`\n=== summary ===\n${report}`);
    if (done.some(({ outcome }) => outcome.failed.length > 0)) process.exitCode = 1;
});
