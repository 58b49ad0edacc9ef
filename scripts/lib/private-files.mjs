// @ts-check
import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { checkCommand } from "./exec.mjs";
import { hostCommand } from "./service.mjs";

/**
 * Closes folders to other users of this machine, with everything in them and everything that this process and those it
 * starts write from now on.
 * @param {object} where
 * @param {string} where.entrance a folder that other users may still pass through, because the user of a database server
 *   may have to, but not list
 * @param {readonly string[]} where.folders those that are there
 */
export async function keepPrivate({ entrance, folders }) {
    process.umask(0o077);
    await chmod(entrance, 0o711);
    const present = folders.filter((folder) => existsSync(folder));
    if (present.length > 0) await checkCommand(hostCommand(["chmod", "--recursive", "go-rwx", ...present]));
}
