// @ts-check
import { existsSync } from "node:fs";
import { chown, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { check } from "./exec.mjs";
import { keyOf } from "./hash.mjs";
import { onExit } from "./lifecycle.mjs";
import { withLock } from "./lock.mjs";
import { DATABASE_USER, runOdoo, shell } from "./odoo.mjs";
import { cacheDir } from "./paths.mjs";
import { anyPort } from "./ports.mjs";
import { Cluster } from "./postgres.mjs";
import { checkSpace } from "./rootfs.mjs";

/** Name of the Odoo database in every cluster. */
export const DATABASE = "support_center";

/** Raised when the way templates are made changes. */
const FORMAT = 3;

/** Templates that nobody used for this long are removed when a new one is made. */
const LIFE_MS = 3 * 24 * 3600 * 1000;

/**
 * @typedef {object} TemplateOptions
 * @property {{odoo: import('./runtime.mjs').Runtime, postgres: import('./runtime.mjs').Runtime}} runtimes
 * @property {readonly string[]} base Odoo's addons to have installed, sorted
 * @property {boolean} demo with Odoo's demo data
 */

/**
 * Fills an empty folder with a stopped cluster whose database has Odoo's own addons installed. It is
 * copied from a cached one, which is made when it is not there yet.
 * @param {string} folder
 * @param {TemplateOptions} options
 * @param {(message: string) => void} say
 */
export async function copyTemplate(folder, options, say) {
    const { runtimes, base, demo } = options;
    const templates = join(cacheDir(), "templates");
    const key = keyOf("template", FORMAT, runtimes.odoo.key, runtimes.postgres.key, base, demo);
    const path = join(templates, key);
    await mkdir(templates, { recursive: true });
    if (!existsSync(path)) {
        await withLock(
            path,
            async () => {
                if (!existsSync(path)) await makeTemplate(path, options, say);
            },
            () => say("Another command is preparing the template database; waiting for it…"),
        );
        for (const name of await readdir(templates)) await prune(join(templates, name), path);
    }
    const now = new Date();
    await utimes(path, now, now);
    await mkdir(folder, { recursive: true });
    await check("cp", ["-a", "--reflink=auto", `${path}/.`, folder]);
}

/**
 * @param {string} path
 * @param {TemplateOptions} options
 * @param {(message: string) => void} say
 */
async function makeTemplate(path, { runtimes, base, demo }, say) {
    await checkSpace(cacheDir(), 1024 ** 3);
    say("Preparing a template database with Odoo's addons (once per set of dependencies; about a minute)…");
    const folder = `${path}.new`;
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, "data"), { recursive: true, mode: 0o755 });
    const owner = await runtimes.odoo.owner("odoo");
    if (owner) await chown(join(folder, "data"), owner.uid, owner.gid);
    const cluster = new Cluster({ runtime: runtimes.postgres, folder, port: await anyPort() });
    await cluster.init();
    await cluster.start();
    const forget = onExit(() => cluster.stop());
    await cluster.ensureDatabase(DATABASE, DATABASE_USER);
    const place = {
        runtime: runtimes.odoo,
        folder,
        addons: [],
        postgres: cluster.addressFor(runtimes.odoo),
        database: DATABASE,
        httpPort: 0,
    };
    await runOdoo(place, ["--init", base.join(","), demo ? "--with-demo" : "--without-demo"]);
    // Odoo makes these before any test or visitor that opens a page: once here instead of every time.
    await shell(place, "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n");
    await cluster.stop();
    forget();
    await rename(folder, path);
}

/**
 * @param {string} path
 * @param {string} keep
 */
async function prune(path, keep) {
    const { mtimeMs } = await stat(path);
    if (path !== keep && Date.now() - mtimeMs > LIFE_MS) await rm(path, { recursive: true, force: true });
}
