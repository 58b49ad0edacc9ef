// @ts-check
// Clients race for one technician's slot, over XML-RPC and over database connections. In every round exactly one may
// win, and the others are told soon and readably. `npm run test:race -- --help` tells the options.
import { parseArgs } from "node:util";
import { runMain } from "./lib/lifecycle.mjs";
import { runScript } from "./lib/odoo-script.mjs";
import { startServer } from "./lib/odoo-server.mjs";
import { distribution, problemsOf } from "./lib/race.mjs";
import { report } from "./lib/report.mjs";
import { runOdoo } from "./lib/odoo.mjs";
import { startRun } from "./lib/throw-away.mjs";

const HELP = `npm run test:race -- [options]
  --clients N   how many race (default: 32)
  --rounds N    how often (default: 50)
  --limit MS    how long the slowest answer may take (default: 5000). The goal for a machine with nothing else to do is
                1000; that no transaction is put to sleep is checked apart from this, however busy the machine.`;

/** What Odoo logs when PostgreSQL broke a transaction off and it will sleep and try again. */
const RETRY = /tries left, try again in|maximum number of tries reached/g;

runMain(async () => {
    const { values } = parseArgs({
        options: {
            clients: { type: "string", default: "32" },
            rounds: { type: "string", default: "50" },
            limit: { type: "string", default: "5000" },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) return console.log(HELP);
    const size = { clients: Number(values.clients), rounds: Number(values.rounds) };

    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    await runOdoo(run, ["-i", "support_center"]);
    const { technicians, ...who } = JSON.parse(await script("scripts/odoo/race_setup.py", {}));

    /**
     * @param {string} file
     * @param {object} settings
     */
    async function script(file, settings) {
        const { code, stdout, stderr } = await runScript(run, file, {
            env: { RACE: JSON.stringify(settings) },
        });
        if (code !== 0) throw new Error(`${file} ended with ${code}:\n${stderr.slice(-4000)}`);
        return stdout;
    }

    const deadlocks = () => run.cluster.sql(`SELECT deadlocks FROM pg_stat_database WHERE datname = '${run.database}'`);
    /** @type {import('./lib/report.mjs').Result[]} */
    const results = [];
    /**
     * @param {string} title
     * @param {string} file
     * @param {[number, string]} technician
     * @param {object} [more]
     */
    async function race(title, file, [technician_id, name], more) {
        const before = await deadlocks();
        const settings = { ...who, ...size, technician_id, db: run.database, ...more };
        /** @type {import('./lib/race.mjs').Outcome[][]} */
        const rounds = JSON.parse(await script(file, settings));
        console.log(`\n${size.clients} ${title}, ${rounds.length} rounds\n  ${distribution(rounds)}`);
        for (const [index, outcomes] of rounds.entries()) {
            const problems = [...new Set(problemsOf(outcomes, name))];
            results.push({
                name: `${title}, round ${index + 1}`,
                ...(problems.length > 0 ? { problem: problems.join("; ") } : {}),
            });
        }
        const slowest = Math.max(...rounds.flat().map((outcome) => outcome.ms));
        check(`${title}: nobody waits ${values.limit} ms`, slowest < Number(values.limit), `${slowest} ms`);
        const stored = await run.cluster.sql(
            `SELECT count(*) FROM support_appointment WHERE technician_id = ${technician_id}`,
            run.database,
        );
        check(`${title}: every slot is taken once`, Number(stored) === settings.rounds, `${stored} visits`);
        check(`${title}: no deadlock`, (await deadlocks()) === before, "PostgreSQL found deadlocks");
    }
    /**
     * @param {string} name
     * @param {boolean} holds
     * @param {string} problem when it does not hold
     */
    function check(name, holds, problem) {
        results.push(holds ? { name } : { name, problem });
    }

    await race("database connections", "scripts/odoo/race_connections.py", technicians[0]);
    await race("database connections, all in use", "scripts/odoo/race_connections.py", technicians[2], {
        rounds: Math.min(10, size.rounds),
        is_pool_full: true,
    });
    // Each request may use three: Odoo's own two, and one to look at what others have just booked.
    const server = await startServer(run, [`--db_maxconn=${3 * size.clients + 8}`]);
    await race("XML-RPC clients", "scripts/odoo/race_clients.py", technicians[1], { url: server.url });
    const retries = server.log().match(RETRY) ?? [];
    check("XML-RPC clients: Odoo never tries again", retries.length === 0, `${retries.length} retries`);
    await server.stop();

    return report("race", results);
});
