// @ts-check
import { UserError } from "./errors.mjs";
import { dependencies, readAddons } from "./manifest.mjs";
import { ROOT } from "./paths.mjs";
import { providerFolders } from "./providers.mjs";

/** Installed besides what our addons ask for: tests speak RPC and open pages. */
const ALWAYS = ["web", "mail", "resource", "bus", "rpc", "web_tour"];

/**
 * @typedef {object} AddonPlan
 * @property {string[]} folders on the addons path
 * @property {string[]} base Odoo's own addons under them: what a template database has, sorted
 */

/**
 * What stands under the addons in question.
 * @param {{provider: import('./providers.mjs').Provider, modules: readonly string[], extraFolders?: readonly string[]}} what
 * @param {(name: string) => boolean} hasAddon whether Odoo itself has it
 * @param {(message: string) => void} say
 * @returns {Promise<AddonPlan>}
 */
export async function planAddons({ provider, modules, extraFolders = [] }, hasAddon, say) {
    const suppliers = await providerFolders(provider, say);
    const provided = new Map((await Promise.all(suppliers.map(readAddons))).flatMap((addons) => [...addons]));
    const ownFolders = [ROOT, ...extraFolders];
    const own = new Map((await Promise.all(ownFolders.map(readAddons))).flatMap((addons) => [...addons]));
    const { standard } = dependencies(modules, new Map([...provided, ...own]));
    const unknown = standard.filter((name) => name !== "base" && !hasAddon(name));
    if (unknown.length > 0) throw new UserError(`There is no addon named ${unknown.join(", ")}.`);
    const base = [...new Set([...ALWAYS, ...standard.filter((name) => name !== "base")])].sort();
    return { folders: [...ownFolders, ...suppliers], base };
}
