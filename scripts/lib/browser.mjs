// @ts-check
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureDebianPackages } from "./packages.mjs";

/** @param {readonly string[]} programs */
function find(programs) {
    return (process.env.PATH ?? "")
        .split(delimiter)
        .flatMap((folder) => programs.map((name) => join(folder, name)))
        .find((path) => existsSync(path));
}

/**
 * @param {string} name the Debian package, and its program
 * @param {readonly string[]} others programs that do as well
 * @param {(message: string) => void} say
 */
async function ensure(name, others, say) {
    const programs = [name, ...others];
    const found = find(programs);
    if (found) return found;
    await ensureDebianPackages([name], say);
    const installed = find(programs);
    if (!installed) throw new Error(`The Debian package ${name} brought no program of that name.`);
    return installed;
}

/**
 * Debian's browser; nothing is ever downloaded by Playwright.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} the program
 */
export function ensureBrowser(say) {
    return ensure("chromium", ["chromium-browser", "google-chrome"], say);
}

/**
 * The same browser without windows of its own: drawing their frames takes a tenth of the processor.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} the program
 */
export function ensureHeadlessBrowser(say) {
    return ensure("chromium-headless-shell", [], say);
}
