// @ts-check
// Upgrades databases of earlier versions and finds every record again: of 19.0.0.9.0, whose data does not keep the rules of
// now, and of 19.0.1.0.0, which is in use. Then uninstalls the addon, which must leave everything else alone, and installs
// it again.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { check, run as runProgram } from "./lib/exec.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { runOdoo } from "./lib/odoo.mjs";
import { report } from "./lib/report.mjs";
import { runScript } from "./lib/odoo-script.mjs";
import { ROOT } from "./lib/paths.mjs";
import { startRun } from "./lib/throw-away.mjs";

/** @typedef {import('./lib/throw-away.mjs').Run} Run */

/** Holds the addon as it was before the first release. */
const BEFORE_RELEASE = join(ROOT, "e2e", "upgrade", "19.0.0.9.0");
/** The commit that was released as 19.0.1.0.0. */
const RELEASED = "49c1bfe7";

/** @type {import('./lib/report.mjs').Result[]} */
const results = [];

/**
 * @param {Run} place
 * @param {string} file
 * @param {string} [before] what an earlier script printed
 */
async function script(place, file, before = "{}") {
    const path = `e2e/upgrade/${file}`;
    const { code, stdout, stderr } = await runScript(place, path, { env: { BEFORE: before } });
    if (code !== 0) throw new Error(`${file} ended with ${code}:\n${stderr.slice(-4000)}`);
    return stdout.trim();
}

/**
 * @param {Run} run
 * @param {string} file
 * @param {string} before
 */
async function checks(run, file, before) {
    for (const line of (await script(run, file, before)).split("\n")) results.push(JSON.parse(line));
}

/**
 * A database of an earlier version, upgraded to this one.
 * @param {string} version
 * @param {(run: Run) => Promise<string>} findAddon answers the folder that holds the addon as it was
 * @param {string} data makes the data of before
 */
async function upgraded(version, findAddon, data) {
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    const old = { ...run, addons: [await findAddon(run), ...run.addons.filter((folder) => folder !== ROOT)] };
    console.log(`Installing ${version}…`);
    await runOdoo(old, ["-i", "support_center"]);
    const before = await script(old, data);
    console.log("Upgrading…");
    await runOdoo(run, ["-u", "support_center"]);
    return { run, before };
}

/**
 * The addon as it was released, from the history of this repository.
 * @param {Run} run
 */
async function released({ folder }) {
    const place = join(folder, "released");
    const archive = join(folder, "released.tar");
    await mkdir(place);
    await check("git", ["archive", "--output", archive, RELEASED, "support_center"], { cwd: ROOT });
    await check("tar", ["--extract", "--file", archive, "--directory", place]);
    return place;
}

runMain(async () => {
    const { run, before } = await upgraded("19.0.0.9.0", async () => BEFORE_RELEASE, "make_data.py");
    await checks(run, "check_upgraded.py", before);

    console.log("Uninstalling and installing again…");
    const kept = await script(run, "uninstall.py", before);
    await checks(run, "check_uninstalled.py", kept);
    await runOdoo(run, ["-i", "support_center"]);
    await checks(run, "check_reinstalled.py", kept);

    if ((await runProgram("git", ["cat-file", "-e", RELEASED], { cwd: ROOT })).code !== 0) {
        console.log("Not checked, as this clone's history does not go back to it: 19.0.1.0.0");
        return report("upgrade", results);
    }
    const second = await upgraded("19.0.1.0.0", released, "released/make_data.py");
    await checks(second.run, "released/check_upgraded.py", second.before);

    return report("upgrade", results);
});
