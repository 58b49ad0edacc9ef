// @ts-check
// Upgrades a database of the previous version, whose data does not keep the rules of now, and finds every record again.
// Then uninstalls the addon, which must leave everything else alone, and installs it again.
import { join } from "node:path";
import { runMain } from "./lib/lifecycle.mjs";
import { runOdoo } from "./lib/odoo.mjs";
import { report } from "./lib/report.mjs";
import { runScript } from "./lib/odoo-script.mjs";
import { ROOT } from "./lib/paths.mjs";
import { startRun } from "./lib/throw-away.mjs";

/** Holds the addon as it was. */
const PREVIOUS = join(ROOT, "e2e", "upgrade", "19.0.0.9.0");

runMain(async () => {
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    const old = { ...run, addons: [PREVIOUS, ...run.addons.filter((folder) => folder !== ROOT)] };
    /** @type {import('./lib/report.mjs').Result[]} */
    const results = [];

    /**
     * @param {typeof run} place
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
     * @param {string} file
     * @param {string} before
     */
    async function checks(file, before) {
        for (const line of (await script(run, file, before)).split("\n")) results.push(JSON.parse(line));
    }

    console.log("Installing 19.0.0.9.0…");
    await runOdoo(old, ["-i", "support_center"]);
    const before = await script(old, "make_data.py");

    console.log("Upgrading…");
    await runOdoo(run, ["-u", "support_center"]);
    await checks("check_upgraded.py", before);

    console.log("Uninstalling and installing again…");
    const kept = await script(run, "uninstall.py", before);
    await checks("check_uninstalled.py", kept);
    await runOdoo(run, ["-i", "support_center"]);
    await checks("check_reinstalled.py", kept);

    return report("upgrade", results);
});
