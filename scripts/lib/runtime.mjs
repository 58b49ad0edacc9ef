// @ts-check
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { cacheDir, STACK_DIR } from "./paths.mjs";
import { ensureRootfs } from "./rootfs.mjs";
import { findRtlcss } from "./rtlcss.mjs";
import { bwrapArgs } from "./sandbox.mjs";
import { hostCommand } from "./service.mjs";

/**
 * @typedef {object} Place
 * @property {string} folder what the program may write: database files, socket, Odoo's data
 * @property {readonly string[]} [readable] other folders it needs, seen under their own names
 *
 * @typedef {object} Runtime where PostgreSQL or Odoo come from: the cached root file system, or this machine
 * @property {string} key changes whenever the programs do
 * @property {boolean} sockets whether Odoo reaches PostgreSQL by its socket, or by TCP
 * @property {(name: string) => boolean} hasAddon whether Odoo itself has the addon
 * @property {(folder: string) => string} seen the name under which programs know a place's `folder`
 * @property {(user: 'odoo' | 'postgres') => Promise<{uid: number, gid: number} | undefined>} owner who must own what the
 *   program writes; undefined: whoever runs this
 * @property {(user: 'odoo' | 'postgres', place: Place, argv: readonly string[], env?: Record<string, string>) => import('./service.mjs').Command} command
 */

/** A place's folder inside the root file system: short, because socket paths are limited to 107 bytes. */
const INSIDE = "/run/support-center";

const STANDARD_ADDONS = "/usr/lib/python3/dist-packages/odoo/addons";

/**
 * @param {string} file in passwd(5) format
 * @param {string} user
 */
async function idsIn(file, user) {
    const line = (await readFile(file, "utf8")).split("\n").find((candidate) => candidate.startsWith(`${user}:`));
    if (!line) return undefined;
    const [, , uid, gid] = line.split(":");
    return { uid: Number(uid), gid: Number(gid) };
}

/**
 * @param {string} folder holds one folder per major version
 * @returns {Promise<string | undefined>} the newest version's programs
 */
async function newestPostgres(folder) {
    const versions = (await readdir(folder).catch(() => /** @type {string[]} */ ([]))).map(Number).filter(Boolean);
    return versions.length > 0 ? `${Math.max(...versions)}/bin` : undefined;
}

/**
 * Odoo 19 and PostgreSQL from the cached root file system.
 * @param {(message: string) => void} say
 * @returns {Promise<Runtime>}
 */
export async function sandboxRuntime(say) {
    const { path: rootfs, key } = await ensureRootfs(say);
    const postgres = await newestPostgres(join(rootfs, "usr/lib/postgresql"));
    if (!postgres) throw new Error(`no PostgreSQL in ${rootfs}`);
    const rtlcss = await findRtlcss(rootfs, say);
    return {
        key,
        sockets: true,
        hasAddon: (name) => existsSync(join(rootfs, STANDARD_ADDONS, name)),
        seen: () => INSIDE,
        owner: (user) => idsIn(join(rootfs, "etc/passwd"), user),
        command(user, { folder, readable = [] }, argv, env = {}) {
            const mounts = [
                { from: folder, to: INSIDE, writable: true },
                ...readable.map((from) => ({ from })),
                ...((user === "odoo" && rtlcss?.mounts) || []),
            ];
            const path = ["/usr/bin", `/usr/lib/postgresql/${postgres}`, ...(rtlcss ? [rtlcss.path] : [])];
            const variables = { PATH: path.join(":"), ...env };
            const args = bwrapArgs({ rootfs, mounts, user, env: variables }, argv, 3);
            return { file: "bwrap", args, sandboxed: true };
        },
    };
}

/**
 * Whether users other than the owner get to a folder, as far as it is there already: root's home is mostly closed to them.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function isOpenToOthers(folder) {
    for (let path = resolve(folder); path !== dirname(path); path = dirname(path)) {
        const { mode } = await stat(path).catch(() => ({ mode: 0o001 }));
        if (!(mode & 0o001)) return false;
    }
    return true;
}

/**
 * The PostgreSQL that this machine has, run by its user `postgres` when we are root.
 * @returns {Promise<Runtime | undefined>} undefined when there is none, or its user can't get to our folders
 */
async function hostPostgres() {
    const version = await newestPostgres("/usr/lib/postgresql");
    if (!version) return undefined;
    const bin = `/usr/lib/postgresql/${version}`;
    const owner = process.getuid?.() === 0 ? await idsIn("/etc/passwd", "postgres") : undefined;
    if (process.getuid?.() === 0) {
        const open = await Promise.all([cacheDir(), STACK_DIR].map(isOpenToOthers));
        if (!owner || open.includes(false)) return undefined;
    }
    return {
        key: bin,
        sockets: false,
        hasAddon: () => false,
        seen: (folder) => folder,
        owner: async () => owner,
        command(_user, _place, [program = "", ...args], env = {}) {
            const as = owner ? [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"] : [];
            const command = hostCommand([join(bin, program), ...args], { ...process.env, ...env });
            return { ...command, args: [...as, ...command.args] };
        },
    };
}

/**
 * An Odoo 19 that is on this machine already.
 * @param {string} program its path
 * @returns {Promise<Runtime>}
 */
async function hostOdoo(program) {
    if (!existsSync(program))
        throw new UserError(`ODOO_BIN is ${program}, which is not there. Set it to Odoo's program.`);
    const { stdout, stderr } = await run(program, ["--version"]);
    const version = /\b(\d+)\.\d+/.exec(stdout + stderr)?.[1];
    if (version !== "19") {
        throw new UserError(
            `ODOO_BIN is ${program}, which is ${version ? `Odoo ${version}` : "not Odoo"}. Odoo 19 is needed.`,
        );
    }
    return {
        key: `${program} ${stdout.trim()}`,
        sockets: false,
        // Odoo itself will say what is missing.
        hasAddon: () => true,
        seen: (folder) => folder,
        owner: async () => undefined,
        command(_user, _place, [, ...args], env = {}) {
            return hostCommand([program, ...args], { ...process.env, ...env });
        },
    };
}

/**
 * Where the two programs come from: with ODOO_BIN set, Odoo and, if there is one, PostgreSQL of this machine; otherwise
 * the cached root file system.
 * @param {(message: string) => void} say
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{odoo: Runtime, postgres: Runtime}>}
 */
export async function chooseRuntimes(say, env = process.env) {
    if (!env.ODOO_BIN) {
        const runtime = await sandboxRuntime(say);
        return { odoo: runtime, postgres: runtime };
    }
    const odoo = await hostOdoo(env.ODOO_BIN);
    const postgres = await hostPostgres();
    if (!postgres && process.getuid?.() !== 0) {
        throw new UserError(
            "ODOO_BIN is set and there is no PostgreSQL. Install it (`apt-get install postgresql`), or use sudo.",
        );
    }
    return { odoo, postgres: postgres ?? (await sandboxRuntime(say)) };
}
