// @ts-check
// All checks that read the code without running it. Each counts as one test; `npm run test:lint -- NAME…` runs some.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./lib/exec.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { ensureNodeModules } from "./lib/node-modules.mjs";
import { ROOT } from "./lib/paths.mjs";
import { ensurePythonTools, LINTERS } from "./lib/python-tools.mjs";

/** @param {string} name */
const npx = (name) => join(ROOT, "node_modules", ".bin", name);

/** OCA's habits that are not ours: a model that does several things has a file for each, and docs/ are one for all. */
const NOT_OURS = ["consider-merging-classes-inherited", "missing-readme"];

runMain(async () => {
    await ensureNodeModules(ROOT, console.log);
    const python = await ensurePythonTools(LINTERS, console.log);
    const providers = join("helpdesk_providers", "community");
    const addons = ["support_center", ...(await readdir(join(ROOT, providers))).map((name) => join(providers, name))];
    addons.push(join("helpdesk_providers", "oca", "helpdesk"));
    /** @type {Record<string, [string, ...string[]]>} */
    const checks = {
        eslint: [npx("eslint"), ".", "--max-warnings=0"],
        prettier: [npx("prettier"), "--check", "."],
        "types of scripts": [npx("tsc"), "--project", "tsconfig.json"],
        "types of the calendar": [npx("tsc"), "--project", "web_src/tsconfig.json", "--noEmit"],
        "types of the companion": [npx("tsc"), "--project", "companion/tsconfig.json", "--noEmit"],
        "types of the journeys": [npx("tsc"), "--project", "e2e/tsconfig.json", "--noEmit"],
        "types of Odoo's web client": [process.execPath, "scripts/check-odoo-types.mjs"],
        "generated files are up to date": [process.execPath, "web_src/build.mjs", "--check"],
        ruff: [join(python, "ruff"), "check", "--quiet", "."],
        "ruff format": [join(python, "ruff"), "format", "--check", "--quiet", "."],
        "pylint-odoo": [join(python, "pylint"), "--rcfile=.pylintrc", `--disable=${NOT_OURS.join(",")}`, ...addons],
    };
    const wanted = process.argv.slice(2);
    const names = Object.keys(checks).filter((name) => wanted.length === 0 || wanted.includes(name));
    const failed = [];
    for (const name of names) {
        const [file, ...args] = checks[name] ?? [""];
        const result = await run(file, args, { cwd: ROOT });
        console.log(`${result.code === 0 ? "ok    " : "FAILED"} ${name}`);
        if (result.code === 0) continue;
        failed.push(name);
        console.log(`${result.stdout}${result.stderr}`.trim().replace(/^/gm, "    "));
    }
    if (failed.length > 0) console.log("\nFailed checks:");
    for (const name of failed) console.log(`  ${name}`);
    console.log(`\n${names.length - failed.length} passed, ${failed.length} failed`);
    if (failed.length > 0) process.exitCode = 1;
});
