// @ts-check
import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { keyOf } from "./hash.mjs";
import { withLock } from "./lock.mjs";
import { cacheDir, ROOT } from "./paths.mjs";
import { ensurePythonTools, LINTERS } from "./python-tools.mjs";

/** Who may supply the addon `helpdesk` outside Odoo Enterprise. */
export const PROVIDERS = /** @type {const} */ (["community", "oca"]);

/** @typedef {typeof PROVIDERS[number]} Provider */

/**
 * @param {string} name
 * @returns {Provider}
 */
export function parseProvider(name) {
    const provider = PROVIDERS.find((known) => known === name);
    if (!provider) {
        throw new UserError(`There is no helpdesk provider "${name}". Choose one of: ${PROVIDERS.join(", ")}.`);
    }
    return provider;
}

/**
 * @param {Provider} provider
 * @param {(message: string) => void} say
 * @returns {Promise<string[]>} addons folders that supply `helpdesk`
 */
export async function providerFolders(provider, say) {
    const own = join(ROOT, "helpdesk_providers", provider);
    return provider === "oca" ? [own, await ensureOcaHelpdesk(say)] : [own];
}

/**
 * OCA's helpdesk_mgmt from the Python package registry, kept in the cache.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} an addons folder
 */
async function ensureOcaHelpdesk(say) {
    const requirements = join(ROOT, "scripts", "requirements-oca.txt");
    const path = join(cacheDir(), `oca-${keyOf(await readFile(requirements, "utf8"))}`);
    const addons = join(path, "odoo", "addons");
    if (existsSync(path)) return addons;
    const pip = join(await ensurePythonTools(LINTERS, say), "pip");
    await withLock(path, async () => {
        if (existsSync(path)) return;
        say("Fetching OCA's helpdesk…");
        const target = `${path}.new`;
        await rm(target, { recursive: true, force: true });
        const only = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile"];
        const result = await run(pip, [
            "install",
            "--quiet",
            ...only,
            "--target",
            target,
            "--requirement",
            requirements,
        ]);
        if (result.code !== 0) {
            throw new UserError(
                `OCA's helpdesk could not be fetched. Check that pip reaches its package registry.\n${result.stderr}`,
            );
        }
        await rename(target, path);
    });
    return addons;
}
