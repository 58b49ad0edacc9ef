// @ts-check
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureDebianPackages } from "./packages.mjs";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

function find() {
    return (process.env.PATH ?? "")
        .split(delimiter)
        .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
        .find((path) => existsSync(path));
}

/**
 * Debian's browser; nothing is ever downloaded by Playwright.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} the program
 */
export async function ensureBrowser(say) {
    const found = find();
    if (found) return found;
    await ensureDebianPackages(["chromium"], say);
    const installed = find();
    if (!installed) throw new Error("The Debian package chromium brought no program of that name.");
    return installed;
}
