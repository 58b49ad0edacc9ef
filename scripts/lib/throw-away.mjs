// @ts-check
import { chown, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { check } from "./exec.mjs";
import { UserError } from "./errors.mjs";
import { folderKey, keyOf } from "./hash.mjs";
import { onExit } from "./lifecycle.mjs";
import { lockHolder, tryLock, withLock } from "./lock.mjs";
import { dependencies, readAddons } from "./manifest.mjs";
import { odooSandbox, serverArgs, shell, STANDARD_ADDONS } from "./odoo.mjs";
import { cacheDir, ROOT } from "./paths.mjs";
import { anyPort } from "./ports.mjs";
import { Cluster, idsOf } from "./postgres.mjs";
import { providerFolders } from "./providers.mjs";
import { checkSpace, ensureRootfs } from "./rootfs.mjs";
import { start } from "./sandbox.mjs";

/** Name of the database in every throw-away cluster. */
export const DATABASE = "support_center";

/** Installed besides what our addons ask for: tests speak RPC and open pages. */
const ALWAYS = ["web", "mail", "resource", "bus", "rpc", "web_tour"];

/** Templates nobody used for this long are removed when a new one is made. */
const TEMPLATE_LIFE_MS = 3 * 24 * 3600 * 1000;

/**
 * @typedef {import('./odoo.mjs').OdooPlace & {installed: string[], database: string}} Run a private database server with
 *   an Odoo database in which the dependencies (`installed`) are there already
 */

/** Removes what runs that were killed left behind. */
async function sweepRuns() {
    const runs = join(cacheDir(), "runs");
    await mkdir(runs, { recursive: true });
    for (const name of await readdir(runs)) {
        const path = join(runs, name);
        if ((await lockHolder(path)) === undefined) {
            const release = await tryLock(path);
            if (!release) continue;
            await rm(path, { recursive: true, force: true });
            await release();
        }
    }
}

/**
 * A folder of this process's own, removed at its end; also by the next run if this one is killed.
 * @returns {Promise<string>}
 */
export async function runFolder() {
    const path = join(cacheDir(), "runs", randomBytes(6).toString("hex"));
    // The lock comes first: a folder without a living holder is swept away.
    await tryLock(path);
    await sweepRuns();
    await mkdir(path, { recursive: true, mode: 0o755 });
    onExit(() => rm(path, { recursive: true, force: true }));
    return path;
}

/**
 * Runs Odoo to its end and fails with the end of its log.
 * @param {Run} run
 * @param {string[]} args
 */
async function runOdoo(run, args) {
    let log = "";
    const server = start(
        odooSandbox(run),
        [...serverArgs(run, run.database), ...args, "--stop-after-init"],
        (text) => (log += text),
    );
    const code = await server.exited;
    const errors = log.split("\n").filter((line) => / (ERROR|CRITICAL) /.test(line));
    if (code !== 0 || errors.length > 0) throw new Error(`Odoo ended with ${code}:\n${log.slice(-6000)}`);
}

/**
 * @param {string} folder
 * @param {string} rootfs
 * @param {string[]} addons
 * @returns {Promise<Run>}
 */
async function place(folder, rootfs, addons) {
    const cluster = new Cluster({ rootfs, folder, port: await anyPort() });
    return { rootfs, folder, addons, cluster, httpPort: await anyPort(), database: DATABASE, installed: [] };
}

/**
 * A cached cluster whose database has the dependencies installed.
 * @param {{key: string, rootfs: string, modules: string[], addons: string[], demo: boolean}} what
 * @param {(message: string) => void} say
 */
async function ensureTemplate({ key, rootfs, modules, addons, demo }, say) {
    const templates = join(cacheDir(), "templates");
    const path = join(templates, key);
    const make = async () => {
        if (existsSync(path)) return;
        await checkSpace(cacheDir(), 1024 ** 3);
        say("Preparing a template database (once per set of dependencies; about half a minute)…");
        const folder = `${path}.new`;
        await rm(folder, { recursive: true, force: true });
        await mkdir(join(folder, "data"), { recursive: true, mode: 0o755 });
        const owner = await idsOf(rootfs, "odoo");
        await chown(join(folder, "data"), owner.uid, owner.gid);
        const run = await place(folder, rootfs, addons);
        await run.cluster.init();
        await run.cluster.start();
        const forget = onExit(() => run.cluster.stop());
        await run.cluster.sql("CREATE ROLE odoo LOGIN CREATEDB");
        await run.cluster.sql(`CREATE DATABASE ${DATABASE} OWNER odoo`);
        await runOdoo(run, ["-i", modules.join(","), demo ? "--with-demo" : "--without-demo"]);
        // Odoo makes the bundles before any test that opens a page: better once here than in every run.
        await shell(run, DATABASE, "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n");
        await run.cluster.stop();
        forget();
        await rename(folder, path);
        for (const name of await readdir(templates)) await pruneTemplate(join(templates, name), path);
    };
    await mkdir(templates, { recursive: true });
    if (!existsSync(path))
        await withLock(path, make, () => say("Another command is preparing the template database; waiting…"));
    const now = new Date();
    await utimes(path, now, now);
    return path;
}

/**
 * @param {string} path
 * @param {string} keep
 */
async function pruneTemplate(path, keep) {
    const { mtimeMs } = await stat(path);
    if (path !== keep && Date.now() - mtimeMs > TEMPLATE_LIFE_MS) await rm(path, { recursive: true, force: true });
}

/**
 * A private cluster, started, with a database in which everything that `modules` need is installed, and they are not.
 * @param {{provider: import('./providers.mjs').Provider, modules: readonly string[], demo?: boolean, extraAddons?: string[]}} options
 * @param {(message: string) => void} say
 * @returns {Promise<Run>}
 */
export async function startRun({ provider, modules, demo = false, extraAddons = [] }, say) {
    const { path: rootfs, key: rootfsKey } = await ensureRootfs(say);
    const folders = await providerFolders(provider);
    const provided = new Map((await Promise.all(folders.map(readAddons))).flatMap((addons) => [...addons]));
    const own = new Map((await Promise.all([ROOT, ...extraAddons].map(readAddons))).flatMap((addons) => [...addons]));
    const { standard, ours } = dependencies(modules, new Map([...provided, ...own]));
    const unknown = standard.filter((name) => name !== "base" && !existsSync(join(rootfs, STANDARD_ADDONS, name)));
    if (unknown.length > 0) throw new UserError(`There is no addon named ${unknown.join(", ")}.`);
    const fromProvider = ours.filter((name) => provided.has(name));
    const installed = [...new Set([...ALWAYS, ...standard.filter((name) => name !== "base"), ...fromProvider])].sort();
    const contents = fromProvider.length > 0 ? await Promise.all(folders.map(folderKey)) : [];
    const key = keyOf("template 2", rootfsKey, installed, contents, demo);
    const template = await ensureTemplate({ key, rootfs, modules: installed, addons: folders, demo }, say);

    const folder = await runFolder();
    await check("cp", ["-a", "--reflink=auto", `${template}/.`, folder]);
    const run = await place(folder, rootfs, [ROOT, ...folders, ...extraAddons]);
    onExit(() => run.cluster.stop());
    await run.cluster.init();
    await run.cluster.start();
    return { ...run, installed };
}
