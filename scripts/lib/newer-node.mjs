// @ts-check
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { check, run } from "./exec.mjs";
import { withLock } from "./lock.mjs";
import { cacheDir } from "./paths.mjs";

/** The long-term support release that the companion's image runs on, beside the oldest that is supported. */
export const NEWER_NODE = "24.21.0";

/**
 * Node's program in the newer version, from the npm registry; fetched once for a machine.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} its path
 */
export async function ensureNewerNode(say) {
    if (process.versions.node === NEWER_NODE) return process.execPath;
    const name = `node-linux-${process.arch}`;
    const folder = join(cacheDir(), `node-${NEWER_NODE}-${process.arch}`);
    const program = join(folder, "node_modules", name, "bin", "node");
    if (existsSync(program)) return program;
    await withLock(folder, async () => {
        if (existsSync(program)) return;
        say(`Fetching Node ${NEWER_NODE}…`);
        const unfinished = `${folder}.new`;
        await rm(unfinished, { recursive: true, force: true });
        await mkdir(unfinished, { recursive: true });
        const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
        await check("npm", ["install", "--prefix", unfinished, ...quiet, `${name}@${NEWER_NODE}`]);
        await rename(unfinished, folder);
    });
    const { stdout } = await run(program, ["--version"]);
    if (stdout.trim() !== `v${NEWER_NODE}`) throw new Error(`${program} is Node ${stdout.trim()}, not ${NEWER_NODE}`);
    return program;
}

/**
 * An environment in which `node`, `npm` and `npx` are those of a program.
 * @param {string} program Node's
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf(program) {
    return { ...process.env, PATH: `${dirname(program)}:${process.env.PATH ?? ""}` };
}
