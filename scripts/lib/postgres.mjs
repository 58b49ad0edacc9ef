// @ts-check
import { existsSync } from "node:fs";
import { chmod, chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { checkCommand } from "./exec.mjs";
import { startService } from "./service.mjs";

/** Settings of clusters that may be lost with the machine: tests, templates. */
const THROW_AWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * @typedef {object} ClusterOptions
 * @property {import('./runtime.mjs').Runtime} runtime
 * @property {string} folder holds `pgdata` and `socket`; belongs to this cluster alone
 * @property {number} port on 127.0.0.1; also names the socket
 * @property {boolean} [durable] false (the default) trades safety against power loss for speed
 * @property {(text: string) => void} [log]
 */

/**
 * A PostgreSQL server of its own in a folder of its own. Connections from this machine need no password, so it is for
 * development and tests only.
 */
export class Cluster {
    /** @type {import('./service.mjs').Service | undefined} */
    #server;
    #options;

    /** @param {ClusterOptions} options */
    constructor(options) {
        this.#options = options;
    }

    get port() {
        return this.#options.port;
    }

    /** The host to name in a connection that the cluster's own runtime makes: a socket's folder where there is one. */
    get host() {
        const { runtime, folder } = this.#options;
        return runtime.sockets ? `${runtime.seen(folder)}/socket` : "127.0.0.1";
    }

    /**
     * Where programs of a runtime reach the cluster.
     * @param {import('./runtime.mjs').Runtime} runtime
     */
    addressFor(runtime) {
        return { host: runtime.sockets ? this.host : "127.0.0.1", port: this.port };
    }

    /** @param {readonly string[]} argv */
    #command(argv) {
        const { runtime, folder } = this.#options;
        return runtime.command("postgres", { folder }, argv);
    }

    get #pgdata() {
        const { runtime, folder } = this.#options;
        return `${runtime.seen(folder)}/pgdata`;
    }

    /** Makes the cluster's files unless they are there. */
    async init() {
        const { runtime, folder, durable } = this.#options;
        const owner = await runtime.owner("postgres");
        for (const path of [folder, join(folder, "socket")]) {
            await mkdir(path, { recursive: true });
            // Odoo, which is another user, has to reach the socket whatever the umask is.
            await chmod(path, 0o755);
            if (owner) await chown(path, owner.uid, owner.gid);
        }
        if (existsSync(join(folder, "pgdata", "PG_VERSION"))) return;
        const settings = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
        const sync = durable ? [] : ["--no-sync"];
        await checkCommand(this.#command(["initdb", `--pgdata=${this.#pgdata}`, ...settings, ...sync]));
    }

    /** Starts the server and resolves when it takes connections. */
    async start() {
        const { runtime, port, durable, log } = this.#options;
        const settings = {
            port: String(port),
            listen_addresses: "127.0.0.1",
            unix_socket_directories: runtime.sockets ? this.host : "",
            max_connections: "200",
            shared_buffers: "256MB",
            jit: "off",
            log_timezone: "UTC",
            timezone: "UTC",
            ...(durable ? {} : THROW_AWAY),
        };
        const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        let output = "";
        let markReady = () => {};
        /** @type {Promise<void>} */
        const ready = new Promise((resolve) => (markReady = resolve));
        const server = startService(this.#command(["postgres", "-D", this.#pgdata, ...options]), (text) => {
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
        early.catch(() => {}); // handled by the race, and no error once the server has been ready
        await Promise.race([ready, early]);
    }

    /** Resolves with the exit code when the server has ended, for whatever reason. */
    get exited() {
        return this.#server?.exited ?? Promise.resolve(0);
    }

    /**
     * @param {string} sql
     * @param {string} [database]
     * @returns {Promise<string>} rows, unaligned, without headers
     */
    async sql(sql, database = "postgres") {
        const plain = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"];
        const connection = ["-h", this.host, "-p", String(this.port), "-U", "postgres", "-d", database];
        const { stdout } = await checkCommand(this.#command(["psql", ...plain, ...connection, "-f", "-"]), {
            input: sql,
        });
        return stdout.trim();
    }

    /**
     * Makes a role that may create databases but is no superuser, and a database of its own, unless they are there.
     * @param {string} name of both
     * @param {string} [owner]
     * @returns {Promise<boolean>} true when the database is new
     */
    async ensureDatabase(name, owner = name) {
        const existing = await this.sql(
            `SELECT 'role' FROM pg_roles WHERE rolname = '${owner}' UNION SELECT 'database' FROM pg_database WHERE datname = '${name}'`,
        );
        if (!existing.includes("role")) await this.sql(`CREATE ROLE "${owner}" LOGIN CREATEDB`);
        if (existing.includes("database")) return false;
        await this.sql(`CREATE DATABASE "${name}" OWNER "${owner}"`);
        return true;
    }

    async restart() {
        await this.stop();
        await this.start();
    }

    /** Ends the server, disconnecting clients; nothing committed is lost. */
    async stop() {
        await this.#server?.stop("SIGINT", 30_000);
        this.#server = undefined;
    }
}
