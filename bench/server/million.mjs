// @ts-check
// How long searches, filters, lists and groups take among a million visits. Runs against a real Odoo on a private
// database. `node bench/server/million.mjs` writes bench/results/million.md.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { runMain } from "../../scripts/lib/lifecycle.mjs";
import { quantile } from "../../scripts/lib/race.mjs";
import { seed } from "../../scripts/lib/seed.mjs";
import { keepResult } from "../results.mjs";
import { startPlace } from "./place.mjs";

const LIMIT_MS = 150;
/** Not what a view shows by itself. */
const WITHOUT_LIMIT = new Set(["all years: pivot by week"]);

runMain(async () => {
    const { values } = parseArgs({
        options: {
            rounds: { type: "string", default: "10" },
            visits: { type: "string", default: "1000000" },
            "no-write": { type: "boolean", default: false },
        },
    });
    const { run, script } = await startPlace();
    const who = await script("setup.py");
    await seed(run, { technicians: 200, days: 10, perDay: 5 }, { echo: true });
    const { visits } = await script("bulk.py", { visits: Number(values.visits) });
    console.log(`${visits} appointments`);
    /** @type {Record<string, number[]>} */
    const measured = await script("million.py", { ...who, rounds: Number(values.rounds) });
    const rows = Object.entries(measured).map(([name, times]) => {
        const median = quantile(times, 0.5);
        const verdict = WITHOUT_LIMIT.has(name) ? "" : median <= LIMIT_MS ? "yes" : "**no**";
        return `| ${name} | ${median.toFixed(1)} | ${quantile(times, 0.95).toFixed(1)} | ${verdict} |`;
    });
    const text = `${[
        `# Reads among ${visits.toLocaleString("en")} appointments`,
        "",
        `Milliseconds of ${values.rounds} calls each, in Odoo's process, with the first page of a list and its count. ${cpus().length} × ${cpus()[0]?.model.trim()}, load average ${(loadavg()[0] ?? 0).toFixed(1)}.`,
        "",
        `| | Median | 95th percentile | ≤ ${LIMIT_MS} |`,
        "|---|---|---|---|",
        ...rows,
    ].join("\n")}\n`;
    console.log(`\n${text}`);
    if (!values["no-write"]) {
        await keepResult("million", text);
    }
});
