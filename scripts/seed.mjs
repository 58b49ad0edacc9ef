// @ts-check
// Fills the running stack with valid load. `npm run seed -- --help` tells the options.
import { parseArgs } from "node:util";
import { runMain } from "./lib/lifecycle.mjs";
import { runningStack } from "./lib/running-stack.mjs";
import { parseSize, seed } from "./lib/seed.mjs";

const HELP = `npm run seed -- [options]
  --technicians N   how many technicians to add (default: 10)
  --days N          on how many working days of each, a third of them past (default: 20)
  --per-day N       visits of each technician on each of these days (default: 5)

Adds technicians, customers, tickets and visits to the stack that "npm start" runs. Each run adds technicians of its own
(load.technician.0001 and so on), so it can be repeated. Nobody is mailed.`;

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
    await seed(await runningStack(), size, { echo: true });
});
