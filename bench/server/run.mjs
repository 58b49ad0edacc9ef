// @ts-check
// How long the server takes to book and to list, among few and among many appointments. Everything runs against a real
// Odoo on a private database. `node bench/server/run.mjs` writes bench/results/server.md.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { runMain } from "../../scripts/lib/lifecycle.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";
import { quantile } from "../../scripts/lib/race.mjs";
import { seed } from "../../scripts/lib/seed.mjs";
import { keepResult } from "../results.mjs";
import { startPlace } from "./place.mjs";

/** Loads, one on top of the other; together 1,000 and 100,000 appointments. */
const LOADS = [
    { technicians: 20, days: 10, perDay: 5 },
    { technicians: 198, days: 100, perDay: 5 },
];

/** A booking may cost so many bare creates. */
const BOOKING_LIMIT = 6;
const LIST_LIMIT_MS = 100;

/**
 * @typedef {Record<string, {times: Record<string, number[]>, queries: Record<string, number>}> & {appointments: number}} Measured
 */

runMain(async () => {
    const { values } = parseArgs({
        options: { rounds: { type: "string", default: "40" }, "no-write": { type: "boolean", default: false } },
    });
    const { run, script } = await startPlace();
    const who = await script("setup.py");
    const lines = [
        "# Server time",
        "",
        `Medians of ${values.rounds} calls, in milliseconds; 95th percentile in brackets. ${cpus().length} × ${cpus()[0]?.model.trim()}.`,
        "A bare create is one of a contact tag, measured in turn with the bookings. A booking opens a ticket and plans its mail.",
        "Other work on the machine slows all columns of a row alike, so compare within rows.",
        "",
        `| | Appointments | Booking | Bare create | Ratio (≤ ${BOOKING_LIMIT}) | List of 80 (≤ ${LIST_LIMIT_MS}) | List in bare creates | Queries: booking, bare, list | Load average |`,
        "|---|---|---|---|---|---|---|---|---|",
    ];
    for (const [index, size] of LOADS.entries()) {
        await seed(run, size, { echo: true });
        const server = await startServer(run);
        /** @type {Measured} */
        const measured = await script("measure.py", {
            ...who,
            url: server.url,
            db: run.database,
            rounds: Number(values.rounds),
            offset_days: index * 100,
        });
        await server.stop();
        for (const way of ["XML-RPC", "in process"]) {
            const { times = {}, queries = {} } = measured[way] ?? {};
            const median = (/** @type {string} */ name) => quantile(times[name] ?? [], 0.5);
            const cell = (/** @type {string} */ name) =>
                `${median(name).toFixed(1)} (${quantile(times[name] ?? [], 0.95).toFixed(1)})`;
            const ratio = median("booking") / median("bare create");
            const counted =
                way === "XML-RPC"
                    ? ""
                    : ["booking", "bare create", "list of 80"].map((name) => queries[name]).join(", ");
            lines.push(
                `| ${way} | ${measured.appointments.toLocaleString("en")} | ${cell("booking")} | ${cell("bare create")} | ${ratio.toFixed(1)} | ${cell("list of 80")} | ${(median("list of 80") / median("bare create")).toFixed(1)} | ${counted} | ${(loadavg()[0] ?? 0).toFixed(1)} |`,
            );
        }
        console.log(lines.slice(-2).join("\n"));
    }
    const text = `${lines.join("\n")}\n`;
    console.log(`\n${text}`);
    if (!values["no-write"]) {
        await keepResult("server", text);
    }
});
