// @ts-check
// How much the companion adds to what Odoo takes, and how much abuse it bears. Everything runs on servers of its own:
// `npm run bench:api` writes bench/results/api.md. `-- --minutes 10` also watches its memory under load for so long.
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { buildCompanion, startCompanion } from "../../scripts/lib/companion.mjs";
import { runMain } from "../../scripts/lib/lifecycle.mjs";
import { runOdoo, shell } from "../../scripts/lib/odoo.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { quantile } from "../../scripts/lib/race.mjs";
import { seed } from "../../scripts/lib/seed.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";
import { keepResult } from "../results.mjs";
import { measurePeople } from "./people.mjs";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WARM_UP_ROUNDS = 200;
const ROUNDS = 150;
const CONCURRENCY = 4;
const TIMEOUT = { timeoutMs: 30_000 };
/** Made by companion/tests/support/provision.py; they work every day from 6 to 20 UTC. */
const OWN_TECHNICIANS = 6;
const FIRST_HOUR = 6;
const HOURS = 14;

/** @param {{metricsUrl: string}} companion */
async function residentMegabytes({ metricsUrl }) {
    const metrics = await (await fetch(metricsUrl)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 2 ** 20;
}

/**
 * Runs tasks, so many at a time.
 * @param {number} count
 * @param {number} concurrency
 * @param {() => Promise<unknown>} task
 * @returns {Promise<number>} tasks a second
 */
async function rate(count, concurrency, task) {
    let left = count;
    const began = performance.now();
    const worker = async () => {
        while (left-- > 0) await task();
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return (count / (performance.now() - began)) * 1000;
}

/** @param {() => Promise<unknown>} task */
async function milliseconds(task) {
    const began = performance.now();
    await task();
    return performance.now() - began;
}

/** @param {number} value */
const round = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

runMain(async () => {
    const { values } = parseArgs({ options: { minutes: { type: "string", default: "0" } } });
    await buildCompanion();
    const { HttpPoster } = await import("../../companion/dist/odoo/http.js");
    const { XmlRpcTransport } = await import("../../companion/dist/odoo/xmlrpc/client.js");
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    await runOdoo(run, ["-i", "support_center"]);
    const server = await startServer(run);
    const provision = await readFile(join(ROOT, "companion", "tests", "support", "provision.py"), "utf8");
    const stack = JSON.parse((await shell(run, provision)).trim().split("\n").at(-1) ?? "");
    // As they are where nobody has set them.
    await shell(
        run,
        'env.company.write({"support_booking_horizon_days": 365, "support_max_open_bookings": 20})\nenv.cr.commit()',
    );
    await seed(run, { technicians: 14, days: 40, perDay: 5 });

    await run.cluster.ensureDatabase("companion_bench", "companion");
    const environment = {
        ...stack.credentials,
        ODOO_URL: server.url,
        DATABASE_URL: `postgresql://companion@127.0.0.1:${run.cluster.port}/companion_bench`,
        LOG_LEVEL: "info",
        ADDRESS_LIMIT_PER_MINUTE: "10000000",
        REFUSED_KEY_LIMIT_PER_MINUTE: "1000000",
    };
    const companion = await startCompanion(environment);
    const direct = new XmlRpcTransport(
        {
            url: new URL(server.url),
            database: stack.credentials.ODOO_DATABASE,
            login: stack.credentials.ODOO_LOGIN,
            apiKey: stack.credentials.ODOO_API_KEY,
        },
        8,
    );
    /** @type {string[]} */
    const lines = [
        "# The booking API",
        "",
        `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}: Odoo, PostgreSQL, the companion and the clients share them.`,
        "Direct: the same facade method called over XML-RPC, in turn with the requests to the companion and with the same HTTP client;",
        `both after ${WARM_UP_ROUNDS} bookings each.`,
        "",
        "| What | Measured | Goal | |",
        "|---|---|---|---|",
    ];
    /** @param {string} what @param {string} measured @param {string} [goal] @param {boolean} [met] */
    const report = (what, measured, goal = "", met = undefined) => {
        const outcome = met === undefined ? "" : met ? "met" : "**missed**";
        lines.push(`| ${what} | ${measured} | ${goal} | ${outcome} |`);
        console.log(lines.at(-1), `load ${loadavg()[0]?.toFixed(1)}`);
    };

    const started = await residentMegabytes(companion);
    await sleep(MINUTE);
    const idle = await residentMegabytes(companion);
    report("Memory, idle for a minute", `${round(idle)} MB (just started ${round(started)} MB)`, "≤ 90 MB", idle <= 90);

    // Every booking takes an hour of its own, so that none is refused.
    const midnight = Math.ceil(Date.now() / DAY) * DAY + DAY;
    let hour = 0;
    const nextOrder = () => {
        const number = hour++;
        const technician = stack.technicians[number % OWN_TECHNICIANS];
        const slot = Math.floor(number / OWN_TECHNICIANS);
        const start = new Date(midnight + Math.floor(slot / HOURS) * DAY + (FIRST_HOUR + (slot % HOURS)) * 60 * MINUTE);
        const email = `customer.${number}@example.com`;
        return { start, stop: new Date(start.getTime() + 60 * MINUTE), technician: technician.id, email };
    };
    const key = stack.keys.full;
    const bookDirectly = async () => {
        const { start, stop, technician, email } = nextOrder();
        const stored = (/** @type {Date} */ date) => date.toISOString().slice(0, 19).replace("T", " ");
        const answer = await direct.call(
            "book",
            {
                key_id: key.id,
                idempotency_key: randomUUID(),
                fingerprint: createHash("sha256").update(randomUUID()).digest("hex"),
                order: {
                    start: stored(start),
                    stop: stored(stop),
                    technician_id: technician,
                    subject: "Boiler is cold",
                    description: "",
                    location: "",
                    customer_name: "Emilia Sommer",
                    customer_email: email,
                    customer_phone: "",
                    external_reference: "",
                    reminder_opt_out: false,
                },
            },
            TIMEOUT,
        );
        if (!(/** @type {{ok: boolean}} */ (answer).ok)) throw new Error(JSON.stringify(answer));
    };
    // The poster that XmlRpcTransport uses, too: global fetch() takes 1 to 2 ms, which would count as the companion's.
    const poster = new HttpPoster(new URL(companion.url), 8);
    const authorization = `Bearer ${key.secret}`;
    const nextBooking = () => {
        const { start, technician, email } = nextOrder();
        const body = JSON.stringify({
            start: start.toISOString(),
            duration_minutes: 60,
            technician_id: technician,
            subject: "Boiler is cold",
            customer: { name: "Emilia Sommer", email },
        });
        return { headers: { Authorization: authorization }, body };
    };
    const book = async () => {
        const { headers, body: order } = nextBooking();
        const all = { ...headers, "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
        const { status, body } = await poster.post("/v1/appointments", all, order, TIMEOUT);
        if (status !== 201) throw new Error(`Booking: ${status} ${body}`);
    };
    /** @param {string} path */
    const read = async (path) => {
        const response = await fetch(`${companion.url}${path}`, { headers: { Authorization: authorization } });
        const body = await response.text();
        if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    };
    // A service that has just started is still being compiled, on both sides.
    for (let number = 0; number < WARM_UP_ROUNDS; number++) await Promise.all([bookDirectly(), book()]);
    const times = { direct: /** @type {number[]} */ ([]), companion: /** @type {number[]} */ ([]) };
    for (let number = 0; number < ROUNDS; number++) {
        times.direct.push(await milliseconds(bookDirectly));
        times.companion.push(await milliseconds(book));
    }
    for (const [share, goal] of /** @type {const} */ ([
        [0.5, 1.15],
        [0.99, 1.5],
    ])) {
        const [ours, theirs] = [quantile(times.companion, share), quantile(times.direct, share)];
        report(
            `Booking, p${share * 100}, one at a time`,
            `${round(ours)} ms, direct ${round(theirs)} ms: ${(ours / theirs).toFixed(2)} ×`,
            `≤ ${goal} ×`,
            ours <= goal * theirs,
        );
    }
    const rates = { direct: 0, companion: 0 };
    const TURNS = 4;
    for (let turn = 0; turn < TURNS; turn++) {
        rates.direct += (await rate(40, CONCURRENCY, bookDirectly)) / TURNS;
        rates.companion += (await rate(40, CONCURRENCY, book)) / TURNS;
    }
    report(
        `Bookings a second, ${CONCURRENCY} at a time`,
        `${round(rates.companion)}, direct ${round(rates.direct)}: ${(rates.companion / rates.direct).toFixed(2)} ×`,
        "≥ 0.9 ×",
        rates.companion >= 0.9 * rates.direct,
    );

    /** @param {number} technicians @param {number} days @param {number} goal milliseconds */
    const slots = async (technicians, days, goal) => {
        const from = new Date(midnight);
        const to = new Date(midnight + days * DAY);
        const path = `/v1/slots?from=${from.toISOString().slice(0, 10)}&to=${to.toISOString().slice(0, 10)}&timezone=Europe/Berlin&duration_minutes=60`;
        const took = [];
        for (let number = 0; number < 45; number++) took.push(await milliseconds(() => read(path)));
        const p95 = quantile(took.slice(5), 0.95);
        report(
            `Slots, ${technicians} technicians × ${days} days, p95 of 40`,
            `${round(p95)} ms (median ${round(quantile(took.slice(5), 0.5))} ms)`,
            `≤ ${goal} ms`,
            p95 <= goal,
        );
    };
    await slots(20, 7, 60);
    await seed(run, { technicians: 180, days: 40, perDay: 5 });
    await slots(200, 31, 400);

    /** @param {string} what @param {autocannon.Options} options @param {number} status */
    const flood = async (what, options, status) => {
        // The first second or two is that of a program which is still being compiled.
        const warmup = { connections: 50, duration: 3 };
        const { requests, statusCodeStats } = await autocannon({ connections: 50, duration: 10, warmup, ...options });
        const others = Object.keys(statusCodeStats ?? {}).filter((code) => Number(code) !== status);
        if (others.length > 0) throw new Error(`${what}: answered ${others.join(", ")} beside ${status}`);
        report(
            `Refused a second: ${what} (${status})`,
            round(requests.average),
            "≥ 2,000 on one core",
            requests.average >= 2000,
        );
    };
    const bookings = { url: `${companion.url}/v1/appointments`, method: /** @type {const} */ ("POST") };
    const json = { "content-type": "application/json" };
    const mistyped = `${key.secret.slice(0, -1)}${key.secret.endsWith("a") ? "b" : "a"}`;
    await flood("mistyped key", { ...bookings, headers: { authorization: `Bearer ${mistyped}` }, body: "{}" }, 401);
    const valid = { ...json, authorization, "idempotency-key": "one" };
    await flood("invalid body", { ...bookings, headers: valid, body: '{"subject": 1}' }, 422);
    const used = { ...json, authorization: `Bearer ${stack.keys.limited.secret}`, "idempotency-key": "one" };
    const mistake = { method: "POST", headers: used, body: "{}" };
    for (let number = 0; number < 6; number++) await fetch(bookings.url, mistake);
    await flood("over the limit", { ...bookings, headers: used, body: "{}" }, 429);

    const minutes = Number(values.minutes);
    if (minutes > 0) {
        const memory = [];
        for (let minute = 0; minute < minutes; minute++) {
            const until = Date.now() + MINUTE;
            while (Date.now() < until) {
                await Promise.all([book(), read("/v1/technicians"), read("/v1/appointments?limit=20")]);
            }
            memory.push(await residentMegabytes(companion));
        }
        const [first = 0, last = 0] = [memory[Math.min(2, memory.length - 1)], memory.at(-1)];
        report(
            `Memory over ${minutes} minutes of load`,
            memory.map(round).join(", ") + " MB",
            "no growth after the third minute",
            last <= first * 1.1,
        );
    }
    poster.close();
    direct.close();
    await companion.stop();
    await server.stop();

    const user = { db: run.database, login: "admin", password: "admin" };
    const contenders = [
        { name: "1, the default", settings: {} },
        { name: "2", settings: { ODOO_MAX_CONNECTIONS: "2" } },
        { name: "8", settings: { ODOO_MAX_CONNECTIONS: "8" } },
    ];
    const findings = await measurePeople({ run, environment, user, nextBooking }, contenders);
    const [now] = findings;
    if (!now) throw new Error("nothing was measured");
    const people = findings.map(
        ({ name, busy }) => `${name}: ${round(quantile(busy, 0.5))} (${round(quantile(busy, 0.95))})`,
    );
    report(
        "A person's list read while 25 API clients book, Odoo with 2 workers, by connections, median (p95), ms",
        `${people.join("; ")}; without API clients ${round(quantile(now.idle, 0.5))} (${round(quantile(now.idle, 0.95))})`,
        "≤ 100 ms",
        quantile(now.busy, 0.5) <= 100,
    );
    const perSecond = findings.map(({ name, bookings: rate }) => `${name}: ${round(rate)}`);
    // What it costs to keep a worker free for people: there is no goal.
    report("Bookings a second at the same time", perSecond.join("; "));
    await keepResult("api", `${lines.join("\n")}\n`);
});
