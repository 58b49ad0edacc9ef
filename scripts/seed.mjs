// @ts-check
// Fills the running stack with valid load. `npm run seed -- --help` tells the options.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "./lib/errors.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { ROOT, STACK_DIR } from "./lib/paths.mjs";
import { providerFolders } from "./lib/providers.mjs";
import { runFolder } from "./lib/run-folder.mjs";
import { chooseRuntimes } from "./lib/runtime.mjs";
import { parseSize, seed } from "./lib/seed.mjs";

const HELP = `npm run seed -- [options]
  --technicians N   how many technicians to add (default: 10)
  --days N          on how many working days of each, a third of them past (default: 20)
  --per-day N       visits of each technician on each of these days (default: 5)

Adds technicians, customers, tickets and visits to the stack that "npm start" runs. Each run adds technicians of its own
(load.technician.0001 and so on), so it can be repeated. Nobody is mailed.`;

/**
 * @returns {Promise<{odoo: {db: string}, postgres: {host: string, port: number}}>} what the running stack says of itself
 */
async function readStack() {
    const text = await readFile(join(STACK_DIR, "stack.json"), "utf8").catch(() => undefined);
    if (text === undefined) throw new UserError("No stack is running. Start one with `npm start -- --detach`.");
    return JSON.parse(text);
}

runMain(async () => {
    const { values } = parseArgs({
        options: {
            technicians: { type: "string" },
            days: { type: "string" },
            "per-day": { type: "string" },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) return console.log(HELP);
    const size = parseSize(values);
    const { odoo, postgres } = await readStack();
    const { odoo: runtime } = await chooseRuntimes(console.log);
    const place = {
        runtime,
        folder: await runFolder(),
        addons: [ROOT, ...(await providerFolders("community", console.log))],
        postgres,
        database: odoo.db,
        httpPort: 0,
    };
    await seed(place, size, { echo: true });
});
