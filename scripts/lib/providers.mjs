// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { ROOT } from "./paths.mjs";

/** Who may supply the addon `helpdesk` outside Odoo Enterprise. */
export const PROVIDERS = /** @type {const} */ (["community", "oca"]);

/** @typedef {typeof PROVIDERS[number]} Provider */

/**
 * @param {string} name
 * @returns {Provider}
 */
export function parseProvider(name) {
    const provider = PROVIDERS.find((known) => known === name);
    if (!provider)
        throw new UserError(`There is no helpdesk provider "${name}". Choose one of: ${PROVIDERS.join(", ")}.`);
    return provider;
}

/**
 * @param {Provider} provider
 * @returns {Promise<string[]>} addons folders that supply `helpdesk`
 */
export async function providerFolders(provider) {
    const own = join(ROOT, "helpdesk_providers", provider);
    return existsSync(own) ? [own] : [];
}
