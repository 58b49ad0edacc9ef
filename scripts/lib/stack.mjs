// @ts-check
import { existsSync } from "node:fs";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { planAddons } from "./addons.mjs";
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { folderKey, keyOf } from "./hash.mjs";
import { untilReady } from "./http.mjs";
import { onExit } from "./lifecycle.mjs";
import { ensureNodeModules } from "./node-modules.mjs";
import { odooCommand, runOdoo, serverArgs, shell } from "./odoo.mjs";
import { CLUSTER, ROOT, STACK_DIR, STATE } from "./paths.mjs";
import { Cluster } from "./postgres.mjs";
import { chooseRuntimes } from "./runtime.mjs";
import { hostCommand, startService } from "./service.mjs";
import { choosePorts } from "./stack-ports.mjs";
import { describe, removeDescription, writeDescription } from "./stack-description.mjs";
import { keepPrivate } from "./private-files.mjs";
import { checkSpace } from "./rootfs.mjs";
import { copyTemplate, DATABASE } from "./template.mjs";

const MODULES = ["support_center"];
const LOGS = join(STACK_DIR, "log");
const COMPANION = join(ROOT, "companion");

/**
 * @typedef {object} State what is kept between two starts; written when a step is complete
 * @property {Partial<import('./stack-ports.mjs').Ports>} ports
 * @property {string} [provider] who supplies helpdesk
 * @property {string} [addons] key of the addons' content in the database
 * @property {string} [setup] key of what the database was fitted to
 * @property {Record<string, string>} [companion] environment that connects the companion to Odoo
 * @property {string} [apiKey] secret of the demo booking key
 * @property {string} [build] key of the sources that the companion was built from
 */

/** @returns {Promise<State>} */
async function readState() {
    const text = await readFile(STATE, "utf8").catch(() => undefined);
    return text === undefined ? { ports: {} } : JSON.parse(text);
}

/** @param {State} state */
async function writeState(state) {
    await writeFile(`${STATE}.new`, JSON.stringify(state, undefined, 2), { mode: 0o600 });
    await rename(`${STATE}.new`, STATE);
}

/**
 * Starts a program of the stack, with a log file of its own, and ends it when this command ends.
 * @param {string} name
 * @param {import('./service.mjs').Command} command
 */
function startLogged(name, command) {
    const file = join(LOGS, `${name}.log`);
    const stream = createWriteStream(file, { flags: "a" });
    let tail = "";
    const service = startService(command, (text) => {
        stream.write(text);
        tail = (tail + text).slice(-4000);
    });
    onExit(() => service.stop("SIGTERM", 15_000));
    return { service, log: () => `${tail}\n(all of it: ${file})` };
}

/**
 * @param {State} state
 * @param {(message: string) => void} say
 */
async function buildCompanion(state, say) {
    const sources = await Promise.all([
        folderKey(join(COMPANION, "src")),
        readFile(join(COMPANION, "package.json"), "utf8"),
        readFile(join(COMPANION, "tsconfig.build.json"), "utf8"),
    ]);
    const key = keyOf("companion", ...sources);
    if (state.build === key && existsSync(join(COMPANION, "dist", "main.js"))) return;
    say("Building the companion…");
    const result = await run("npm", ["run", "build", "--workspace", "companion"], { cwd: ROOT });
    if (result.code !== 0) throw new Error(`The companion could not be built:\n${result.stdout}${result.stderr}`);
    state.build = key;
    await writeState(state);
}

/**
 * Brings the database to what the work tree has: installs, or updates when the addons' content changed.
 * @param {import('./odoo.mjs').OdooPlace} place
 * @param {State} state
 * @param {(message: string) => void} say
 */
async function bringAddonsUpToDate(place, state, say) {
    const [, ...suppliers] = place.addons;
    const content = await Promise.all([join(ROOT, "support_center"), ...suppliers].map(folderKey));
    const key = keyOf("addons", ...content);
    if (state.addons === key) return;
    const log = createWriteStream(join(LOGS, "install.log"), { flags: "a" });
    const write = (/** @type {string} */ text) => void log.write(text);
    if (state.addons === undefined) {
        say("Installing Support Center with demo data…");
        await runOdoo(place, ["--init", MODULES.join(","), "--with-demo"], write);
    } else {
        say("The addon's code has changed; updating the database…");
        await runOdoo(place, ["--update", ["helpdesk", ...MODULES].join(",")], write);
    }
    log.end();
    state.addons = key;
    await writeState(state);
}

/**
 * @param {import('./odoo.mjs').OdooPlace} place
 * @param {State} state
 * @param {import('./stack-ports.mjs').Ports} ports
 * @param {boolean} withCompanion
 */
async function fitDatabase(place, state, ports, withCompanion) {
    const code = await readFile(join(ROOT, "scripts/odoo/stack_setup.py"), "utf8");
    const credentials = withCompanion && !state.apiKey;
    const setup = { url: `http://127.0.0.1:${ports.odoo}`, smtp_host: "127.0.0.1", smtp_port: ports.smtp, credentials };
    const key = keyOf("setup", code, setup.url, setup.smtp_port, withCompanion);
    if (state.setup === key) return;
    const printed = await shell(place, code, { STACK_SETUP: JSON.stringify(setup) });
    const answer = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
    if (answer.api_key) {
        state.apiKey = answer.api_key;
        state.companion = answer.companion;
    }
    state.setup = key;
    await writeState(state);
}

/**
 * @param {State} state
 * @param {import('./stack-ports.mjs').Ports} ports
 * @returns {NodeJS.ProcessEnv}
 */
function companionEnvironment(state, ports) {
    return {
        ...process.env,
        ...state.companion,
        ODOO_URL: `http://127.0.0.1:${ports.odoo}`,
        DATABASE_URL: `postgresql://companion@127.0.0.1:${ports.postgres}/companion`,
        HOST: "127.0.0.1",
        PORT: String(ports.companion),
        METRICS_HOST: "127.0.0.1",
        METRICS_PORT: String(ports.metrics),
        SMTP_HOST: "127.0.0.1",
        SMTP_PORT: String(ports.smtp),
        SMTP_SECURITY: "none",
    };
}

/**
 * Starts everything, installing what is missing, and resolves when all of it answers. It ends with this command.
 * @param {{provider: import('./providers.mjs').Provider | undefined, fresh: boolean}} options `provider` undefined: that
 *   of last time, or community; `fresh` throws the data of last time away
 * @param {(message: string) => void} say
 * @returns {Promise<{description: import('./stack-description.mjs').StackDescription, ended: Promise<string>}>} `ended`
 *   resolves with a sentence when a part ends by itself
 */
export async function startStack({ provider: wanted, fresh }, say) {
    await mkdir(LOGS, { recursive: true });
    await removeDescription();
    if (fresh) await Promise.all([rm(CLUSTER, { recursive: true, force: true }), rm(STATE, { force: true })]);
    const state = await readState();
    const provider = /** @type {import('./providers.mjs').Provider} */ (wanted ?? state.provider ?? "community");
    if (state.addons !== undefined && state.provider !== provider) {
        throw new UserError(
            `The data in .stack/ was made with the helpdesk "${state.provider}". Use \`npm start -- --provider ` +
                `${state.provider}\`, or throw the data away with \`npm start -- --fresh --provider ${provider}\`.`,
        );
    }
    await checkSpace(STACK_DIR, 1024 ** 3);
    const runtimes = await chooseRuntimes(say);
    await ensureNodeModules(ROOT, say);
    const withCompanion = existsSync(join(COMPANION, "src", "main.ts"));
    if (withCompanion) await buildCompanion(state, say);
    const plan = await planAddons({ provider, modules: MODULES }, runtimes.odoo.hasAddon, say);
    const ports = await choosePorts(state.ports, say);

    // Without the note of a complete installation, what is there is the rest of an interrupted one.
    if (state.addons === undefined) {
        await rm(CLUSTER, { recursive: true, force: true });
        await copyTemplate(CLUSTER, { runtimes, base: plan.base, demo: true }, say);
    }
    const mailFolder = join(STACK_DIR, "mail");
    await mkdir(mailFolder, { recursive: true });
    await keepPrivate({ entrance: STACK_DIR, folders: [LOGS, mailFolder, join(CLUSTER, "data")] });
    state.ports = ports;
    state.provider = provider;
    await writeState(state);

    say("Starting PostgreSQL and the mail catcher…");
    const postgresLog = createWriteStream(join(LOGS, "postgres.log"), { flags: "a" });
    const cluster = new Cluster({
        runtime: runtimes.postgres,
        folder: CLUSTER,
        port: ports.postgres,
        durable: true,
        log: (text) => void postgresLog.write(text),
    });
    onExit(() => cluster.stop());
    await cluster.start();
    await cluster.ensureDatabase("companion");

    const maildev = [join(ROOT, "node_modules/maildev/bin/maildev"), "--mail-directory", mailFolder];
    const listen = [
        "--ip",
        "127.0.0.1",
        "--smtp",
        String(ports.smtp),
        "--web-ip",
        "127.0.0.1",
        "--web",
        String(ports.mail),
    ];
    const mail = startLogged("mail", hostCommand([process.execPath, ...maildev, ...listen]));

    const place = {
        runtime: runtimes.odoo,
        folder: CLUSTER,
        addons: plan.folders,
        postgres: cluster.addressFor(runtimes.odoo),
        database: DATABASE,
        httpPort: ports.odoo,
    };
    await bringAddonsUpToDate(place, state, say);
    await fitDatabase(place, state, ports, withCompanion);

    say("Starting Odoo…");
    const odoo = startLogged("odoo", odooCommand(place, serverArgs(place)));
    const parts = [
        { name: "PostgreSQL", exited: cluster.exited },
        { name: "The mail catcher", exited: mail.service.exited },
        { name: "Odoo", exited: odoo.service.exited },
    ];
    await untilReady(`http://127.0.0.1:${ports.mail}/healthz`, mail.service, {
        what: "The mail catcher",
        seconds: 60,
        log: mail.log,
    });
    // The login page rather than /web/health: it answers once the database is loaded.
    await untilReady(`http://127.0.0.1:${ports.odoo}/web/login`, odoo.service, {
        what: "Odoo",
        seconds: 180,
        log: odoo.log,
    });
    if (withCompanion) {
        say("Starting the companion…");
        const main = join(COMPANION, "dist", "main.js");
        const companion = startLogged(
            "companion",
            hostCommand([process.execPath, main], companionEnvironment(state, ports)),
        );
        parts.push({ name: "The companion", exited: companion.service.exited });
        const what = { what: "The companion", seconds: 60, log: companion.log };
        await untilReady(`http://127.0.0.1:${ports.companion}/readyz`, companion.service, what);
    }

    const description = describe({ ports, database: DATABASE, apiKey: withCompanion ? state.apiKey : undefined });
    await writeDescription(description);
    onExit(removeDescription);
    const ended = Promise.race(
        parts.map(({ name, exited }) => exited.then((code) => `${name} ended with ${code}. Its log is in ${LOGS}.`)),
    );
    return { description, ended };
}
