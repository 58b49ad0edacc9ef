// @ts-check
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "./errors.mjs";
import { check, run } from "./exec.mjs";
import { keyOf } from "./hash.mjs";
import { withLock } from "./lock.mjs";
import { ensureDebianPackages } from "./packages.mjs";
import { cacheDir, ROOT } from "./paths.mjs";

/**
 * Programs from Python packages, pinned with all they need by a file below `scripts/`.
 * @typedef {{requirements: string, program: string, name: string}} PythonTools `program`: one that shows they are there
 */

/** @type {PythonTools} */
export const LINTERS = { requirements: "requirements-lint.txt", program: "pylint", name: "The Python linters" };
/** @type {PythonTools} */
export const FUZZER = { requirements: "requirements-fuzz.txt", program: "schemathesis", name: "Schemathesis" };

/**
 * Makes them available, in a virtual environment of their own that is made once.
 * @param {PythonTools} tools
 * @param {(message: string) => void} say
 * @returns {Promise<string>} folder of the programs
 */
export async function ensurePythonTools({ requirements, program, name }, say) {
    const file = join(ROOT, "scripts", requirements);
    const { stdout: version } = await run("python3", ["--version"]).catch(() => ({ stdout: "" }));
    const path = join(cacheDir(), `python-tools-${keyOf(await readFile(file, "utf8"), version)}`);
    const done = join(path, "bin", program);
    if (existsSync(done)) return join(path, "bin");
    await withLock(path, async () => {
        if (existsSync(done)) return;
        await ensureDebianPackages(["python3-venv"], say);
        say(`Installing ${name.replace(/^The/, "the")}…`);
        await rm(path, { recursive: true, force: true });
        // Debian's Python, whatever else is on the PATH: only it is sure to have a working venv.
        await check("/usr/bin/python3", ["-m", "venv", path]);
        const args = ["install", "--quiet", "--require-hashes", "--only-binary=:all:", "--requirement", file];
        const result = await run(join(path, "bin", "pip"), args);
        if (result.code !== 0) {
            await rm(path, { recursive: true, force: true });
            throw new UserError(
                `${name} could not be installed. Check that pip reaches its package registry.\n${result.stderr}`,
            );
        }
    });
    return join(path, "bin");
}
