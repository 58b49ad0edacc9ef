// @ts-check
import { check } from "./exec.mjs";
import { INSIDE } from "./postgres.mjs";
import { bwrapArgs } from "./sandbox.mjs";

/** Odoo's own addons, inside the root file system. */
export const STANDARD_ADDONS = "/usr/lib/python3/dist-packages/odoo/addons";

/**
 * @typedef {object} OdooPlace
 * @property {string} rootfs
 * @property {string} folder of the cluster; its `data` is Odoo's data folder
 * @property {string[]} addons folders on the addons path, ours
 * @property {import('./postgres.mjs').Cluster} cluster
 * @property {number} httpPort
 */

/**
 * @param {OdooPlace} place
 * @returns {import('./sandbox.mjs').Sandbox}
 */
export function odooSandbox({ rootfs, folder, addons }) {
    return {
        rootfs,
        user: "odoo",
        mounts: [{ from: folder, to: INSIDE, writable: true }, ...addons.map((from) => ({ from }))],
    };
}

/**
 * Arguments that every Odoo command of ours has: where its database, files and addons are. Only on loopback.
 * @param {OdooPlace} place
 * @param {string} database
 */
export function connectionArgs({ addons, cluster }, database) {
    return [
        `--database=${database}`,
        `--db_host=${cluster.socketInside}`,
        `--db_port=${cluster.port}`,
        "--db_user=odoo",
        `--data-dir=${INSIDE}/data`,
        `--addons-path=${[STANDARD_ADDONS, ...addons].join(",")}`,
    ];
}

/**
 * @param {OdooPlace} place
 * @param {string} database
 */
export function serverArgs(place, database) {
    return [
        "odoo",
        "server",
        ...connectionArgs(place, database),
        "--http-interface=127.0.0.1",
        `--http-port=${place.httpPort}`,
        `--db-filter=^${database}$`,
        "--no-database-list",
        "--workers=0",
    ];
}

/**
 * Runs Python code in Odoo's shell: `env` is there, committing is up to the code.
 * @param {OdooPlace} place
 * @param {string} database
 * @param {string} code
 * @param {Record<string, string>} [env] the way for values into the code
 * @returns {Promise<string>} what the code printed
 */
export async function shell(place, database, code, env) {
    const command = ["odoo", "shell", ...connectionArgs(place, database), "--no-http", "--log-level=warn"];
    const { stdout } = await check("bwrap", bwrapArgs({ ...odooSandbox(place), env }, command), { input: code });
    return stdout;
}
