// @ts-check
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** State of the development stack: data, logs, `stack.json`. SUPPORT_CENTER_STACK names another folder, for tests. */
export const STACK_DIR = resolve(process.env.SUPPORT_CENTER_STACK || join(ROOT, ".stack"));

/** Its database cluster and the files of its Odoo. */
export const CLUSTER = join(STACK_DIR, "cluster");

/** What the stack keeps between two starts. */
export const STATE = join(STACK_DIR, "state.json");

/**
 * What may be thrown away and rebuilt, shared by every work tree of this user.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function cacheDir(env = process.env) {
    return resolve(env.SUPPORT_CENTER_CACHE || join(homedir(), ".cache", "support-center"));
}
