// @ts-check
// Makes the zips that an Odoo administrator unpacks into a folder on the addons path: one for each helpdesk.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "./lib/errors.mjs";
import { check, run } from "./lib/exec.mjs";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { versionOf } from "./lib/manifest.mjs";
import { ensureDebianPackages } from "./lib/packages.mjs";
import { ROOT } from "./lib/paths.mjs";

/** Edition of Odoo → the folder that supplies `helpdesk` there. */
const EDITIONS = { enterprise: undefined, community: "helpdesk_providers/community", oca: "helpdesk_providers/oca" };

/**
 * Writes what is committed, and nothing else, into a folder.
 * @param {string} tree
 * @param {string} path in that tree
 * @param {string} folder
 */
async function unpack(tree, path, folder) {
    const archive = join(folder, "..", "archive.tar");
    await check("git", ["archive", "--format=tar", `--output=${archive}`, tree, path], { cwd: ROOT });
    await check("tar", ["--extract", `--file=${archive}`, `--directory=${folder}`]);
    await rm(archive);
}

runMain(async () => {
    await ensureDebianPackages(["git", "zip"], console.log);
    const { stdout: changed } = await run("git", ["status", "--porcelain", "support_center", "helpdesk_providers"], {
        cwd: ROOT,
    });
    if (changed)
        throw new UserError(`Commit or remove these changes first; the zips hold what is committed:\n${changed}`);
    const version = versionOf(await readFile(join(ROOT, "support_center", "__manifest__.py"), "utf8"));
    const output = join(ROOT, "dist");
    await mkdir(output, { recursive: true });
    const work = await mkdtemp(join(tmpdir(), "support-center-package-"));
    onExit(() => rm(work, { recursive: true, force: true }));
    for (const [edition, provider] of Object.entries(EDITIONS)) {
        const folder = join(work, edition);
        await mkdir(folder);
        await unpack("HEAD", "support_center", folder);
        if (provider) await unpack(`HEAD:${provider}`, "helpdesk", folder);
        const file = join(output, `support_center-${version}-${edition}.zip`);
        await rm(file, { force: true });
        await check("zip", ["-q", "-X", "-r", file, "."], { cwd: folder });
        console.log(file);
    }
});
