// @ts-check
import { checkCommand } from "./exec.mjs";
import { startService } from "./service.mjs";

/**
 * @typedef {object} OdooPlace
 * @property {import('./runtime.mjs').Runtime} runtime
 * @property {string} folder its `data` is Odoo's data folder
 * @property {readonly string[]} addons folders on the addons path, ours
 * @property {{host: string, port: number}} postgres as Odoo reaches it
 * @property {string} database
 * @property {number} httpPort
 */

/** Owner of Odoo's databases: may create databases, is no superuser. */
export const DATABASE_USER = "odoo";

/**
 * Arguments that every Odoo command of ours has: where its database, files and addons are.
 * @param {OdooPlace} place
 */
export function connectionArgs({ runtime, folder, addons, postgres, database }) {
    return [
        `--database=${database}`,
        `--db_host=${postgres.host}`,
        `--db_port=${postgres.port}`,
        `--db_user=${DATABASE_USER}`,
        `--data-dir=${runtime.seen(folder)}/data`,
        ...(addons.length > 0 ? [`--addons-path=${addons.join(",")}`] : []),
    ];
}

/**
 * @param {OdooPlace} place
 * @param {readonly string[]} argv
 * @param {Record<string, string>} [env]
 */
export function odooCommand({ runtime, folder, addons }, argv, env) {
    return runtime.command("odoo", { folder, readable: addons }, ["odoo", ...argv], env);
}

/**
 * Arguments of the server: on loopback only, and one process with threads. Several worker processes would want a proxy
 * before them that sends the websocket elsewhere, and on two cores they answer no faster.
 * @param {OdooPlace} place
 */
export function serverArgs(place) {
    return [
        "server",
        ...connectionArgs(place),
        "--http-interface=127.0.0.1",
        `--http-port=${place.httpPort}`,
        `--db-filter=^${place.database}$`,
        "--no-database-list",
        "--workers=0",
    ];
}

/**
 * Installs or updates addons and ends. Whatever Odoo logs as an error is one, also when it exits with 0.
 * @param {OdooPlace} place
 * @param {readonly string[]} args
 * @param {(text: string) => void} [log]
 */
export async function runOdoo(place, args, log) {
    let output = "";
    const command = odooCommand(place, [
        ...serverArgs(place),
        "--no-http",
        "--max-cron-threads=0",
        ...args,
        "--stop-after-init",
    ]);
    const server = startService(command, (text) => {
        log?.(text);
        output += text;
    });
    const code = await server.exited;
    if (code !== 0 || / (ERROR|CRITICAL) \S+ odoo\./.test(output)) {
        throw new Error(`Odoo ended with ${code}:\n${output.slice(-6000)}`);
    }
}

/**
 * Runs Python code in Odoo's shell: `env` is there, committing is up to the code.
 * @param {OdooPlace} place
 * @param {string} code
 * @param {Record<string, string>} [env] the way for values into the code
 * @returns {Promise<string>} what the code printed
 */
export async function shell(place, code, env) {
    const argv = ["shell", ...connectionArgs(place), "--no-http", "--log-level=warn"];
    const { stdout } = await checkCommand(odooCommand(place, argv, env), { input: code });
    return stdout;
}
