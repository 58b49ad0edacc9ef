// @ts-check
import { planAddons } from "./addons.mjs";
import { onExit } from "./lifecycle.mjs";
import { anyPort } from "./ports.mjs";
import { Cluster } from "./postgres.mjs";
import { runFolder } from "./run-folder.mjs";
import { chooseRuntimes } from "./runtime.mjs";
import { copyTemplate, DATABASE } from "./template.mjs";

/**
 * @typedef {object} RunExtras
 * @property {Cluster} cluster a private PostgreSQL, started
 * @property {string[]} base Odoo's addons that are installed in the database already
 *
 * @typedef {import('./odoo.mjs').OdooPlace & RunExtras} Run
 */

/**
 * A private database server with a database in which everything that `modules` need of Odoo is installed, and they are
 * not. It ends with this command, and its files are removed.
 * @param {{provider: import('./providers.mjs').Provider, modules: readonly string[], demo?: boolean, extraAddons?: readonly string[]}} options
 *   `extraAddons`: further folders on the addons path
 * @param {(message: string) => void} say
 * @returns {Promise<Run>}
 */
export async function startRun({ provider, modules, demo = false, extraAddons = [] }, say) {
    const runtimes = await chooseRuntimes(say);
    const plan = await planAddons({ provider, modules, extraFolders: extraAddons }, runtimes.odoo.hasAddon, say);
    const folder = await runFolder();
    await copyTemplate(folder, { runtimes, base: plan.base, demo }, say);
    const cluster = new Cluster({ runtime: runtimes.postgres, folder, port: await anyPort() });
    onExit(() => cluster.stop());
    await cluster.start();
    return {
        runtime: runtimes.odoo,
        folder,
        addons: plan.folders,
        postgres: cluster.addressFor(runtimes.odoo),
        database: DATABASE,
        httpPort: await anyPort(),
        cluster,
        base: plan.base,
    };
}
