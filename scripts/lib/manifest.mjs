// @ts-check
import { readdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The names in an addon manifest's `depends`.
 * @param {string} text content of `__manifest__.py`
 * @returns {string[]}
 */
export function dependsOf(text) {
    const code = text.replace(/^\s*#.*$/gm, "");
    const list = /["']depends["']\s*:\s*\[([^\]]*)\]/.exec(code)?.[1] ?? "";
    return [...list.matchAll(/["']([\w]+)["']/g)].flatMap(([, name]) => (name ? [name] : []));
}

/**
 * @param {string} folder an addons folder
 * @returns {Promise<Map<string, string[]>>} what each addon in it depends on
 */
export async function readAddons(folder) {
    /** @type {Map<string, string[]>} */
    const addons = new Map();
    for (const name of (await readdir(folder)).sort()) {
        const manifest = join(folder, name, "__manifest__.py");
        if (existsSync(manifest)) addons.set(name, dependsOf(await readFile(manifest, "utf8")));
    }
    return addons;
}

/**
 * What must be installed for `modules`, without those modules themselves: standard addons that our addons name.
 * @param {readonly string[]} modules
 * @param {ReadonlyMap<string, string[]>} addons ours
 * @returns {{standard: string[], ours: string[]}} both sorted
 */
export function dependencies(modules, addons) {
    const standard = new Set();
    const ours = new Set();
    /** @param {string} name */
    const visit = (name) => {
        const depends = addons.get(name);
        if (!depends) {
            standard.add(name);
        } else if (!ours.has(name)) {
            ours.add(name);
            depends.forEach(visit);
        }
    };
    modules.forEach(visit);
    return { standard: [...standard].sort(), ours: [...ours].sort() };
}

/**
 * @param {string} text content of `__manifest__.py`
 * @returns {string} the addon's version
 */
export function versionOf(text) {
    const version = /^\s*["']version["']\s*:\s*["']([\d.]+)["']/m.exec(text)?.[1];
    if (!version) throw new Error("the manifest has no version");
    return version;
}
