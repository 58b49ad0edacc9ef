// @ts-check
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A short, stable key of JSON-like values, for names in the cache.
 * @param {...unknown} values
 * @returns {string} 16 hexadecimal digits
 */
export function keyOf(...values) {
    return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16);
}

const IGNORED = new Set(["__pycache__", "node_modules", ".git"]);

/**
 * Key of a folder's content: names and bytes, whatever the order and the times.
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function folderKey(folder) {
    const hash = createHash("sha256");
    /** @param {string} relative */
    const visit = async (relative) => {
        const entries = await readdir(join(folder, relative), { withFileTypes: true });
        entries.sort((a, b) => (a.name < b.name ? -1 : 1));
        for (const entry of entries) {
            if (IGNORED.has(entry.name) || entry.name.endsWith(".pyc")) continue;
            const path = join(relative, entry.name);
            if (entry.isDirectory()) await visit(path);
            else if (entry.isFile()) {
                const content = await readFile(join(folder, path));
                hash.update(`${path}\0${content.length}\0`).update(content);
            }
        }
    };
    await visit("");
    return hash.digest("hex").slice(0, 16);
}
