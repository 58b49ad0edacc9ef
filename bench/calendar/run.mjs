// @ts-check
// How quick the calendar is in a real browser, on a private Odoo that is filled by the seed; beside it, in the same run, Odoo's own
// calendar view on the same records and a bare page. `npm run bench:calendar -- --help` tells the options.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { runMain } from "../../scripts/lib/lifecycle.mjs";
import { runOdoo } from "../../scripts/lib/odoo.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";
import { seed } from "../../scripts/lib/seed.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";
import { Backend } from "./backend.mjs";
import { measureBarePage, measureBoard, measureMonth, measureOdooCalendar } from "./measure.mjs";
import { report } from "./report.mjs";
import { keepResult } from "../results.mjs";

const HELP = `npm run bench:calendar -- [options]
  --runs N       how often each action is done (default: 20)
  --peer-runs N  how often Odoo's own calendar is turned over among 200 technicians, where it takes 20 s (default: 5)
  --loads A,B    numbers of technicians, rising (default: 50,200)
  --no-month     leave out the month of 500 technicians
  --no-write     print the result only, and leave bench/results/calendar.md as it is`;

const MONTH_TECHNICIANS = 500;

runMain(async () => {
    const { values } = parseArgs({
        options: {
            runs: { type: "string", default: "20" },
            "peer-runs": { type: "string", default: "5" },
            loads: { type: "string", default: "50,200" },
            "no-month": { type: "boolean", default: false },
            "no-write": { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) return console.log(HELP);
    const runs = Number(values.runs);
    const executablePath = await ensureBrowser(console.log);
    const run = await startRun({ provider: "community", modules: ["support_center"], demo: true }, console.log);
    await runOdoo(run, ["--init", "support_center", "--with-demo"]);
    const browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--js-flags=--expose-gc"],
    });
    /** @type {import('./report.mjs').Column[]} */
    const columns = [];
    /** @type {import('./report.mjs').Month | null} */
    let month = null;
    try {
        let technicians = 0;
        for (const load of values.loads.split(",").map(Number)) {
            await seed(run, { technicians: load - technicians, days: 60, perDay: 8 }, { echo: true });
            technicians = load;
            const server = await startServer(run);
            const backend = await Backend.open(browser, server.url);
            const board = await measureBoard(backend, runs);
            const bare = await measureBarePage(backend, board);
            const peer = await measureOdooCalendar(backend, load > 100 ? Number(values["peer-runs"]) : runs);
            columns.push({ technicians: load, board, bare, peer, busy: loadavg()[0] ?? 0 });
            await backend.close();
            await server.stop();
            console.log(report(columns, month));
        }
        if (!values["no-month"]) {
            const more = MONTH_TECHNICIANS - technicians;
            await seed(run, { technicians: more, days: 30, perDay: 8 }, { echo: true });
            const server = await startServer(run);
            const backend = await Backend.open(browser, server.url);
            month = { technicians: MONTH_TECHNICIANS, ...(await measureMonth(backend, runs)), busy: loadavg()[0] ?? 0 };
            await backend.close();
            await server.stop();
        }
    } finally {
        await browser.close();
    }
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, software rendering`;
    const head = `# The calendar in a browser\n\n${new Date().toISOString().slice(0, 10)}, ${machine}; ${runs} runs each.\n\n`;
    const text = `${head}${report(columns, month)}\n`;
    console.log(text);
    if (!values["no-write"]) {
        await keepResult("calendar", text);
    }
});
