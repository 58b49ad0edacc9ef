// @ts-check
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { onExit } from "./lifecycle.mjs";
import { tryLock } from "./lock.mjs";
import { cacheDir } from "./paths.mjs";

/** Removes the folders of commands that were killed. */
async function sweep() {
    const runs = join(cacheDir(), "runs");
    await mkdir(runs, { recursive: true });
    for (const name of await readdir(runs)) {
        const path = join(runs, name);
        const release = await tryLock(path);
        if (!release) continue;
        await rm(path, { recursive: true, force: true });
        await release();
    }
}

/**
 * A folder of this command's own, removed at its end; if it is killed, by the next command.
 * @returns {Promise<string>}
 */
export async function runFolder() {
    const path = join(cacheDir(), "runs", randomBytes(6).toString("hex"));
    // The lock comes first: a folder without a living holder is swept away.
    await tryLock(path);
    await sweep();
    await mkdir(path, { recursive: true, mode: 0o755 });
    onExit(() => rm(path, { recursive: true, force: true }));
    return path;
}
