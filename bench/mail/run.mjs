// @ts-check
// How quick customer mail is planned, found and delivered by each channel, on a real Odoo, PostgreSQL and SMTP server.
// `node bench/mail/run.mjs` writes bench/results/mail.md.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { run as execute } from "../../scripts/lib/exec.mjs";
import { onExit, runMain } from "../../scripts/lib/lifecycle.mjs";
import { runOdoo } from "../../scripts/lib/odoo.mjs";
import { runScript } from "../../scripts/lib/odoo-script.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { anyPort } from "../../scripts/lib/ports.mjs";
import { quantile } from "../../scripts/lib/race.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";
import { keepResult } from "../results.mjs";

const PLANNED = 10_000;
const SENT = 1_000;
const BOOKINGS = 40;
/** Worker processes of Odoo's, as many as this machine has processors. */
const PROCESSES = 2;
const WARM_UP = 20;
/** With the visits that were planned for: a million rows. */
const REVISIONS = 100;
const COMPANION = join(ROOT, "companion");

/** An SMTP server that takes everything and notes when. */
class Sink {
    /** @type {number[]} */
    times = [];

    /** @returns {Promise<number>} the port it listens on */
    async start() {
        const { SMTPServer } = createRequire(join(COMPANION, "package.json"))("smtp-server");
        const server = new SMTPServer({
            authOptional: true,
            disabledCommands: ["STARTTLS"],
            disableReverseLookup: true,
            /**
             * @param {import("node:stream").Readable} stream
             * @param {unknown} _session
             * @param {() => void} callback
             */
            onData: (stream, _session, callback) => {
                stream.resume();
                stream.on("end", () => {
                    this.times.push(performance.now());
                    callback();
                });
            },
        });
        await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
        onExit(() => server.close());
        return server.server.address().port;
    }

    /** @param {number} count */
    async until(count) {
        const deadline = performance.now() + 300_000;
        while (this.times.length < count) {
            if (performance.now() > deadline) throw new Error(`Only ${this.times.length} of ${count} mails arrived.`);
            await sleep(20);
        }
    }

    /** Mails a second, from the first to the last. */
    get rate() {
        const [first = 0] = this.times;
        return ((this.times.length - 1) * 1000) / ((this.times.at(-1) ?? 0) - first);
    }
}

/**
 * @param {number[]} times
 * @param {number} digits
 */
function median95(times, digits = 1) {
    return `${quantile(times, 0.5).toFixed(digits)} (${quantile(times, 0.95).toFixed(digits)})`;
}

/**
 * Delivers messages that Odoo made, without Odoo: what the companion itself can do.
 * @param {Record<string, string>} env
 * @param {{sender: string, recipient: string, message: string}} letter
 * @param {Sink} sink
 */
async function companionAlone(env, letter, sink) {
    const load = (/** @type {string} */ name) => import(join(COMPANION, "dist", `${name}.js`));
    const [{ Courier }, { SmtpServer }, { PostgresMailJournal }, { Metrics }, { createLogger }, { loadConfig }] =
        await Promise.all(["mail/courier", "mail/smtp", "mail/journal", "metrics", "log", "config"].map(load));
    const { createPool } = await load("store/pool");
    const config = loadConfig(env);
    const pool = createPool(config.databaseUrl, config.databasePoolSize, () => {});
    let next = 0;
    const facade = {
        claimMail: async (/** @type {number} */ limit) => {
            const mails = Array.from({ length: Math.min(limit, SENT - next) }, () => {
                next++;
                return { ...letter, id: next, attempt: 1, message_id: `<${next}@example.com>` };
            });
            return { ok: true, lease_seconds: 180, more: next < SENT, mails };
        },
        reportMail: async () => ({ ok: true, recorded: 0 }),
    };
    const courier = new Courier(
        facade,
        new SmtpServer(config.mail),
        new PostgresMailJournal(pool),
        new Metrics(),
        createLogger("warn"),
        { ...config.mail, concurrency: config.mail.maxConnections },
    );
    courier.start();
    await sink.until(SENT);
    await courier.stop(5_000);
    await pool.end();
}

runMain(async () => {
    const { values } = parseArgs({ options: { "no-write": { type: "boolean", default: false } } });
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    await runOdoo(run, ["-i", "support_center"]);
    await execute("npm", ["run", "build"], { cwd: COMPANION });
    const sink = new Sink();
    const smtpPort = await sink.start();

    /** @param {object} settings */
    async function script(settings) {
        const { code, stdout, stderr } = await runScript(run, "bench/mail/script.py", {
            env: { BENCH: JSON.stringify(settings) },
        });
        if (code !== 0) throw new Error(`${JSON.stringify(settings)} ended with ${code}:\n${stderr.slice(-4000)}`);
        return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    }
    /** @param {string[][]} rows */
    const table = (rows) => rows.map((cells) => `| ${cells.join(" | ")} |`);
    const { companion, admin_key, uid } = await script({ do: "set_up", smtp_port: smtpPort });
    await run.cluster.ensureDatabase("companion");
    const env = {
        ...companion,
        ODOO_URL: `http://127.0.0.1:${run.httpPort}`,
        DATABASE_URL: `postgresql://companion@127.0.0.1:${run.cluster.port}/companion`,
        PORT: "0",
        METRICS_PORT: "0",
        DRAIN_MS: "0",
        SMTP_HOST: "127.0.0.1",
        SMTP_PORT: String(smtpPort),
        SMTP_SECURITY: "none",
    };
    function startCompanion() {
        const child = spawn(process.execPath, [join(COMPANION, "dist", "main.js")], {
            env: { ...process.env, ...env },
            stdio: ["ignore", "ignore", "inherit"],
        });
        onExit(() => child.kill("SIGKILL"));
        const ended = new Promise((resolve) => child.on("close", resolve));
        return async () => {
            child.kill("SIGTERM");
            await ended;
        };
    }
    /**
     * @param {string} method
     * @param {Record<string, unknown>} args
     */
    async function call(method, args) {
        const response = await fetch(`${env.ODOO_URL}/json/2/support.appointment/${method}`, {
            method: "POST",
            headers: {
                Authorization: `Bearer ${admin_key}`,
                "Content-Type": "application/json",
                "X-Odoo-Database": run.database,
            },
            body: JSON.stringify(args),
        });
        if (!response.ok) throw new Error(await response.text());
        return response.json();
    }
    /** From a booking's commit to its mail at the server, milliseconds. */
    async function latencies() {
        const start = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 19).replace("T", " ");
        const times = [];
        for (let index = 0; index < BOOKINGS; index++) {
            sink.times = [];
            await call("create", {
                vals_list: [
                    {
                        subject: "x",
                        customer_name: "Ada",
                        customer_email: "a@example.com",
                        technician_id: false,
                        start,
                    },
                ],
            });
            const committed = performance.now();
            await sink.until(1);
            times.push(Math.max(0, (sink.times[0] ?? 0) - committed));
            // Not in step with the rhythm in which the companion asks.
            await sleep(Math.random() * 1_000);
        }
        return times;
    }

    console.log(`Planning for ${PLANNED} visits (user ${uid})…`);
    const planned = await script({ do: "plan", count: PLANNED });

    console.log("Sending by Odoo…");
    await script({ do: "make_due", count: SENT, channel: "odoo" });
    sink.times = [];
    await script({ do: "deliver" });
    await sink.until(SENT);
    const odooRate = sink.rate;

    /**
     * @param {number} workers Odoo's processes; 0: one with threads
     * @param {number} companions
     */
    async function rateBoth(workers, companions) {
        const ports = [`--gevent-port=${await anyPort()}`];
        const odoo = await startServer(run, ["--max-cron-threads=0", `--workers=${workers}`, ...ports]);
        // What every process reads once is not what is measured.
        for (let round = 0; round < WARM_UP; round++) await fetch(`${odoo.url}/web/login`);
        await script({ do: "make_due", count: SENT, channel: "companion" });
        sink.times = [];
        const stops = Array.from({ length: companions }, startCompanion);
        await sink.until(SENT);
        await Promise.all(stops.map((stop) => stop()));
        await odoo.stop();
        return sink.rate;
    }
    console.log("Sending by the companion…");
    const bothRate = await rateBoth(0, 1);
    const parallelRate = await rateBoth(PROCESSES, PROCESSES);

    const server = await startServer(run, ["--max-cron-threads=1"]);
    const stopCompanion = startCompanion();
    console.log("From booking to mail…");
    const companionLatency = await latencies();
    await stopCompanion();
    await script({ do: "choose", channel: "odoo" });
    const odooLatency = await latencies();
    await server.stop();

    console.log("The companion without Odoo…");
    sink.times = [];
    const message = Buffer.from(
        `Subject: x\r\nMessage-ID: <1@example.com>\r\n\r\n${"x".repeat(70)}\r\n`.padEnd(12_000, "y"),
    );
    const letter = { sender: "a@example.com", recipient: "b@example.com", message: message.toString("base64") };
    await companionAlone(env, letter, sink);
    const companionRate = sink.rate;

    console.log("Finding what is due…");
    const found = await script({ do: "find", revisions: REVISIONS, rounds: 100, channel: "odoo" });

    const lines = [
        "# Customer mail",
        "",
        `${cpus().length} × ${cpus()[0]?.model.trim()}, load average ${(loadavg()[0] ?? 0).toFixed(1)} with other work beside it. Odoo with one process, a local SMTP server that takes everything.`,
        "Times are medians, 95th percentile in brackets.",
        "",
        ...table([
            ["What", "Measured", "Wanted"],
            ["---", "---", "---"],
            [
                `Planning confirmation and reminder of ${PLANNED.toLocaleString("en")} visits (${planned.rows.toLocaleString("en")} rows)`,
                `${planned.seconds.toFixed(1)} s`,
                "",
            ],
            [
                `Claiming among ${found.rows.toLocaleString("en")} rows, nothing due`,
                `${median95(found.none, 2)} ms`,
                "< 20 ms",
            ],
            [`Claiming 50 due mails among them`, `${median95(found.fifty, 2)} ms`, "< 20 ms"],
            [`Sending ${SENT.toLocaleString("en")} mails by Odoo`, `${odooRate.toFixed(0)} emails/s`, ""],
            [
                `Sending ${SENT.toLocaleString("en")} by the companion, while Odoo makes them`,
                `${bothRate.toFixed(0)} emails/s`,
                "",
            ],
            [
                `The same by ${PROCESSES} companions, made by ${PROCESSES} processes of Odoo's`,
                `${parallelRate.toFixed(0)} emails/s`,
                "",
            ],
            [
                `The companion's own part: claim, SMTP, journal, report (messages of ${(message.length / 1000).toFixed(0)} kB)`,
                `${companionRate.toFixed(0)} emails/s`,
                "≥ 200 emails/s",
            ],
            [
                `A booking's commit to its confirmation at the SMTP server, without a grace period, by Odoo`,
                `${median95(odooLatency, 0)} ms`,
                "≤ 5,000 ms (p95)",
            ],
            [`The same by the companion`, `${median95(companionLatency, 0)} ms`, "≤ 5,000 ms (p95)"],
        ]),
    ];
    const text = `${lines.join("\n")}\n`;
    console.log(`\n${text}`);
    if (!values["no-write"]) {
        await keepResult("mail", text);
    }
});
