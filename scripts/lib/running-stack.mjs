// @ts-check
import { readFile } from "node:fs/promises";
import { planAddons } from "./addons.mjs";
import { UserError } from "./errors.mjs";
import { CLUSTER, STATE } from "./paths.mjs";
import { parseProvider } from "./providers.mjs";
import { chooseRuntimes } from "./runtime.mjs";
import { readDescription } from "./stack-description.mjs";

/**
 * Where the database, the files and the addons of the running stack are, for Odoo commands beside its server.
 * @returns {Promise<import('./odoo.mjs').OdooPlace>}
 */
export async function runningStack() {
    const description = await readDescription();
    if (!description) throw new UserError("No stack is running. Start one with `npm start -- --detach`.");
    const { provider } = JSON.parse(await readFile(STATE, "utf8"));
    const { odoo: runtime } = await chooseRuntimes(console.log);
    const wanted = { provider: parseProvider(provider), modules: ["support_center"] };
    const { folders } = await planAddons(wanted, runtime.hasAddon, console.log);
    return {
        runtime,
        folder: CLUSTER,
        addons: folders,
        postgres: { host: description.postgres.host, port: description.postgres.port },
        database: description.odoo.db,
        httpPort: 0,
    };
}
