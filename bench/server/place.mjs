// @ts-check
import { runOdoo } from "../../scripts/lib/odoo.mjs";
import { runScript } from "../../scripts/lib/odoo-script.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";

/**
 * A private database with Support Center, and what runs in its Odoo.
 * @returns {Promise<{run: import('../../scripts/lib/throw-away.mjs').Run, script: (file: string, settings?: object) => Promise<any>}>}
 *   `script`: runs a file of this folder and answers what it printed, as JSON
 */
export async function startPlace() {
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    await runOdoo(run, ["-i", "support_center"]);
    return {
        run,
        async script(file, settings = {}) {
            const { code, stdout, stderr } = await runScript(run, `bench/server/${file}`, {
                env: { BENCH: JSON.stringify(settings) },
            });
            if (code !== 0) throw new Error(`${file} ended with ${code}:\n${stderr.slice(-4000)}`);
            return JSON.parse(stdout);
        },
    };
}
