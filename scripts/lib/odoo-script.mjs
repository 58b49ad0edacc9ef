// @ts-check
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./exec.mjs";
import { connectionArgs, odooCommand } from "./odoo.mjs";
import { ROOT } from "./paths.mjs";

/** What these files import. */
const MODULES = join(ROOT, "scripts", "odoo", "shell");

/**
 * Runs a Python file in Odoo's shell, where `env` is there; committing is up to the file.
 * @param {import('./odoo.mjs').OdooPlace} place
 * @param {string} file path within the repository
 * @param {{env?: Record<string, string>, echo?: boolean}} [options] `env`: the way for values into the file; `echo`
 *   shows what it prints while it runs
 * @returns {Promise<import('./exec.mjs').Result>}
 */
export async function runScript(place, file, { env = {}, echo = false } = {}) {
    const code = await readFile(join(ROOT, file), "utf8");
    const command = odooCommand(place, ["shell", ...connectionArgs(place), "--no-http", "--log-level=warn"], {
        PYTHONPATH: MODULES,
        ...env,
    });
    return run(command.file, command.args, { env: command.env, input: code, echo });
}
