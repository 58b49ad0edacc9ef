// @ts-check
// Runs the companion's tests that need a real Odoo and PostgreSQL, on servers of their own.
// node companion/tests/run.mjs api|soak|serve [arguments of vitest]
import { spawn } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { startControl } from "../../scripts/lib/control.mjs";
import { UserError } from "../../scripts/lib/errors.mjs";
import { untilReady } from "../../scripts/lib/http.mjs";
import { onExit, runMain } from "../../scripts/lib/lifecycle.mjs";
import { odooCommand, serverArgs, shell } from "../../scripts/lib/odoo.mjs";
import { readVitest } from "../../scripts/lib/outcome.mjs";
import { ensurePythonTools, FUZZER } from "../../scripts/lib/python-tools.mjs";
import { startService } from "../../scripts/lib/service.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";

const COMPANION = fileURLToPath(new URL("..", import.meta.url));
const READY_SECONDS = 180;

/** An Odoo that tests may end and start again. */
class Odoo {
    /** @type {import('../../scripts/lib/service.mjs').Service | undefined} */
    #process;
    #log = "";

    /** @param {import('../../scripts/lib/throw-away.mjs').Run} run */
    constructor(run) {
        this.run = run;
        this.url = `http://127.0.0.1:${run.httpPort}`;
        onExit(() => this.stop("SIGTERM"));
    }

    /** @param {string[]} args */
    async start(args = []) {
        const command = odooCommand(this.run, [...serverArgs(this.run), "--max-cron-threads=0", ...args]);
        const server = startService(command, (text) => (this.#log += text));
        this.#process = server;
        const log = () => this.#log.slice(-4000);
        await untilReady(`${this.url}/web/health`, server, { what: "Odoo", seconds: READY_SECONDS, log });
    }

    /** @param {NodeJS.Signals} signal */
    async stop(signal) {
        await this.#process?.stop(signal, 10_000);
        this.#process = undefined;
    }

    /** @param {NodeJS.Signals} signal */
    signal(signal) {
        this.#process?.signal(signal);
    }

    get log() {
        return this.#log;
    }
}

/**
 * Lets tests end, freeze and start Odoo, read its log, and restart PostgreSQL.
 * @param {Odoo} odoo
 * @param {import('../../scripts/lib/postgres.mjs').Cluster} cluster
 * @returns {Promise<string>} where
 */
function control(odoo, cluster) {
    return startControl({
        "/kill": () => odoo.stop("SIGKILL"),
        "/start": () => odoo.start(),
        "/start-with-schedule": () => odoo.start(["--max-cron-threads=1"]),
        "/freeze": () => odoo.signal("SIGSTOP"),
        "/thaw": () => odoo.signal("SIGCONT"),
        "/log": () => odoo.log,
        "/restart-postgres": () => cluster.restart(),
    });
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} exit code
 */
function execute(program, args, env = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, { cwd: COMPANION, env: { ...process.env, ...env }, stdio: "inherit" });
        child.on("error", reject);
        child.on("close", (code) => resolve(code ?? 1));
    });
}

/**
 * Runs vitest, then closes with what failed and how many passed.
 * @param {string} folder for its report
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>} exit code
 */
async function vitest(folder, args, env) {
    const report = join(folder, "vitest.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await execute("npx", ["vitest", "run", ...reporters, ...args], env);
    const { passed, failed } = readVitest(await readFile(report, "utf8"));
    if (failed.length > 0) console.log(["Failed:", ...failed.map((name) => `  ${name}`)].join("\n"));
    console.log(`\n${passed} passed, ${failed.length} failed`);
    return code;
}

runMain(async () => {
    const [project = "", ...args] = process.argv.slice(2);
    if (!["api", "soak", "serve"].includes(project)) throw new UserError("Say what to run: api, soak or serve.");
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    console.log("Installing the addon…");
    const odoo = new Odoo(run);
    await odoo.start(["-i", "support_center"]);
    const code = await readFile(new URL("support/provision.py", import.meta.url), "utf8");
    const printed = await shell(run, code);
    const daysFolder = join(run.folder, "days");
    await mkdir(daysFolder);
    const stack = {
        ...JSON.parse(printed.trim().split("\n").at(-1) ?? ""),
        odoo_url: odoo.url,
        control_url: await control(odoo, run.cluster),
        postgres_url: `postgresql://postgres@127.0.0.1:${run.cluster.port}/postgres`,
        odoo_database_url: `postgresql://postgres@127.0.0.1:${run.cluster.port}/${run.database}`,
        days_folder: daysFolder,
    };
    if (project === "serve") {
        console.log(JSON.stringify(stack));
        await new Promise(() => setInterval(() => {}, 60_000));
    }
    /** @type {Record<string, string>} */
    const env = { TEST_STACK: JSON.stringify(stack) };
    if (project === "api") env.TEST_BROWSER = await ensureBrowser(console.log);
    if (project === "soak") {
        // The tests that kill the companion need it as a program.
        if ((await execute("npm", ["run", "build"])) !== 0) return 1;
        env.TEST_FUZZER = join(await ensurePythonTools(FUZZER, console.log), FUZZER.program);
    }
    return vitest(run.folder, ["--project", project, ...args], env);
});
