// @ts-check
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { withLock } from "./lock.mjs";

/** @typedef {Record<string, {version?: string, link?: boolean, optional?: boolean, peer?: boolean}>} Packages */

/**
 * Whether what npm noted down when it last installed is what the lock file asks for.
 * @param {{packages: Packages}} wanted package-lock.json
 * @param {{packages: Packages}} installed node_modules/.package-lock.json
 */
export function isUpToDate(wanted, installed) {
    return Object.entries(wanted.packages).every(([path, { version, link, optional }]) => {
        if (!path.includes("node_modules/") || link) return true;
        const found = installed.packages[path];
        // Optional ones are for other platforms, mostly.
        return found ? found.version === version : optional === true;
    });
}

/**
 * @param {string} file
 * @returns {Promise<{packages: Packages} | undefined>}
 */
async function readLock(file) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
}

/**
 * Installs the npm packages of the lock file unless they are there.
 * @param {string} root the repository
 * @param {(message: string) => void} say
 */
export async function ensureNodeModules(root, say) {
    const isDone = async () => {
        const wanted = await readLock(join(root, "package-lock.json"));
        const installed = await readLock(join(root, "node_modules", ".package-lock.json"));
        return wanted !== undefined && installed !== undefined && isUpToDate(wanted, installed);
    };
    if (await isDone()) return;
    await withLock(join(root, "node_modules"), async () => {
        if (await isDone()) return;
        say("Installing npm packages…");
        const result = await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root });
        if (result.code !== 0) {
            const lines = result.stderr.split("\n").filter((line) => line.startsWith("npm error"));
            throw new UserError(
                `The npm packages could not be installed. Check that npm reaches its registry (\`npm ping\`), then run ` +
                    `the command again.\n${lines.slice(0, 8).join("\n")}`,
            );
        }
    });
}
