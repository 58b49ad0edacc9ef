// @ts-check
import { chown, mkdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { check } from "./exec.mjs";
import { postgresBin } from "./rootfs.mjs";
import { bwrapArgs, start } from "./sandbox.mjs";

/** Where a run's folder is seen inside the root file system: short, because socket paths are limited to 107 bytes. */
export const INSIDE = "/run/support-center";

/**
 * @param {string} rootfs
 * @param {'odoo' | 'postgres'} user
 * @returns {Promise<{uid: number, gid: number}>}
 */
export async function idsOf(rootfs, user) {
    const passwd = await readFile(join(rootfs, "etc/passwd"), "utf8");
    const fields = passwd
        .split("\n")
        .find((line) => line.startsWith(`${user}:`))
        ?.split(":");
    if (!fields) throw new Error(`no user ${user} in ${rootfs}`);
    return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Settings of clusters that may be lost with the machine: tests, templates. */
const THROW_AWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * @typedef {object} ClusterOptions
 * @property {string} rootfs
 * @property {string} folder holds `pgdata` and `socket`; belongs to this cluster alone
 * @property {number} port on 127.0.0.1; also names the socket
 * @property {boolean} [durable] false (the default) trades safety against power loss for speed
 * @property {(text: string) => void} [log]
 */

/** A PostgreSQL server of its own in a folder of its own. */
export class Cluster {
    /** @type {import('./sandbox.mjs').SandboxProcess | undefined} */
    #server;
    #options;

    /** @param {ClusterOptions} options */
    constructor(options) {
        this.#options = options;
    }

    get port() {
        return this.#options.port;
    }

    /** Folder of the socket as Odoo sees it. */
    get socketInside() {
        return `${INSIDE}/socket`;
    }

    #sandbox() {
        const { rootfs, folder } = this.#options;
        /** @type {import('./sandbox.mjs').Sandbox} */
        const sandbox = { rootfs, user: "postgres", mounts: [{ from: folder, to: INSIDE, writable: true }] };
        return sandbox;
    }

    /** Makes the cluster's files unless they are there. */
    async init() {
        const { rootfs, folder } = this.#options;
        const owner = await idsOf(rootfs, "postgres");
        for (const path of [folder, join(folder, "socket")]) {
            await mkdir(path, { recursive: true, mode: 0o755 });
            await chown(path, owner.uid, owner.gid);
        }
        if (existsSync(join(folder, "pgdata", "PG_VERSION"))) return;
        const initdb = `${await postgresBin(rootfs)}/initdb`;
        const sync = this.#options.durable ? [] : ["--no-sync"];
        await check(
            "bwrap",
            bwrapArgs(this.#sandbox(), [
                initdb,
                `--pgdata=${INSIDE}/pgdata`,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                ...sync,
            ]),
        );
    }

    /** Starts the server and resolves when it takes connections. */
    async start() {
        const { rootfs, port, durable, log } = this.#options;
        const settings = {
            port: String(port),
            listen_addresses: "127.0.0.1",
            unix_socket_directories: this.socketInside,
            max_connections: "200",
            shared_buffers: "256MB",
            jit: "off",
            log_timezone: "UTC",
            timezone: "UTC",
            ...(durable ? {} : THROW_AWAY),
        };
        const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const program = `${await postgresBin(rootfs)}/postgres`;
        let output = "";
        /** @type {(value?: unknown) => void} */
        let markReady = () => {};
        const ready = new Promise((resolve) => (markReady = resolve));
        const server = start(this.#sandbox(), [program, "-D", `${INSIDE}/pgdata`, ...options], (text) => {
            log?.(text);
            if (output.length < 20_000) output += text;
            if (output.includes("database system is ready to accept connections")) markReady();
        });
        this.#server = server;
        const early = server.exited.then((code) => {
            throw new UserError(
                `PostgreSQL did not start on port ${port} (exit code ${code}):\n${output.slice(-2000)}`,
            );
        });
        await Promise.race([ready, early]);
        early.catch(() => {});
    }

    /** Resolves with the exit code when the server has ended, for whatever reason. */
    get exited() {
        return this.#server?.exited ?? Promise.resolve(0);
    }

    /**
     * @param {string} sql
     * @param {{database?: string, variables?: Record<string, string>}} [options] psql variables, quoted by `:'name'`
     * @returns {Promise<string>} rows, unaligned, without headers
     */
    async sql(sql, { database = "postgres", variables = {} } = {}) {
        const set = Object.entries(variables).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
        const args = [
            "-X",
            "-A",
            "-t",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            ...set,
            "-h",
            this.socketInside,
            "-p",
            String(this.port),
        ];
        const command = ["psql", ...args, "-U", "postgres", "-d", database, "-f", "-"];
        const { stdout } = await check("bwrap", bwrapArgs(this.#sandbox(), command), { input: sql });
        return stdout.trim();
    }

    /** Ends the server, disconnecting clients; nothing committed is lost. */
    async stop() {
        await this.#server?.stop("SIGINT", 30_000);
        this.#server = undefined;
    }
}
