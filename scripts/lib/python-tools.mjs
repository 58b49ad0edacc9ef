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
 * The linters of the Python code, in a virtual environment of their own that is made once.
 * @param {(message: string) => void} say
 * @returns {Promise<string>} folder of the programs `ruff` and `pylint`
 */
export async function ensurePythonTools(say) {
    const requirements = join(ROOT, "scripts", "requirements-lint.txt");
    const { stdout: version } = await run("python3", ["--version"]).catch(() => ({ stdout: "" }));
    const path = join(cacheDir(), `python-tools-${keyOf(await readFile(requirements, "utf8"), version)}`);
    const done = join(path, "bin", "pylint");
    if (existsSync(done)) return join(path, "bin");
    await withLock(path, async () => {
        if (existsSync(done)) return;
        await ensureDebianPackages(["python3-venv"], say);
        say("Installing the Python linters…");
        await rm(path, { recursive: true, force: true });
        // Debian's Python, whatever else is on the PATH: only it is sure to have a working venv.
        await check("/usr/bin/python3", ["-m", "venv", path]);
        const args = ["install", "--quiet", "--require-hashes", "--only-binary=:all:", "--requirement", requirements];
        const result = await run(join(path, "bin", "pip"), args);
        if (result.code !== 0) {
            await rm(path, { recursive: true, force: true });
            throw new UserError(
                `The Python linters could not be installed. Check that pip reaches its package registry.\n${result.stderr}`,
            );
        }
    });
    return join(path, "bin");
}
