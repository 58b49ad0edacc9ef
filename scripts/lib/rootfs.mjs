// @ts-check
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readDebianMirror } from "./apt-sources.mjs";
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { keyOf } from "./hash.mjs";
import { withLock } from "./lock.mjs";
import { ensureDebianPackages } from "./packages.mjs";
import { cacheDir } from "./paths.mjs";

/**
 * What goes into the root file system. Odoo 19 is packaged for Debian's sid only, where Python is too new for it; so it
 * is taken from sid and everything else from trixie.
 */
export const RECIPE = {
    suite: "trixie",
    odooSuite: "sid",
    odooPackage: "odoo-19",
    packages: [
        "odoo-19",
        "postgresql",
        "postgresql-contrib",
        "tzdata",
        "ca-certificates",
        // test_lint runs pylint; HttpCase speaks to browsers by websocket; phone numbers are validated as in production.
        "pylint",
        "python3-websocket",
        "python3-phonenumbers",
    ],
    excludes: [
        "/usr/share/man/*",
        "/usr/share/doc/*",
        "/usr/share/locale/*",
        "/usr/lib/python3/dist-packages/odoo/addons/l10n_*",
    ],
    // Debian leaves this file out (camera background blur) while Odoo's bundle names it, an error on every page.
    emptyFiles: [
        "/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js",
    ],
};

const NEEDED_BYTES = 5 * 1024 ** 3;

/** @param {typeof RECIPE} recipe */
export function preferences({ odooSuite, odooPackage }) {
    return `Package: *
Pin: release n=${odooSuite}
Pin-Priority: 50

Package: ${odooPackage}
Pin: release n=${odooSuite}
Pin-Priority: 600
`;
}

/**
 * @param {typeof RECIPE} recipe
 * @param {{target: string, preferencesFile: string, mirror: string}} places
 * @returns {string[]} arguments of mmdebstrap
 */
export function mmdebstrapArgs(recipe, { target, preferencesFile, mirror }) {
    return [
        "--variant=apt",
        `--include=${recipe.packages.join(",")}`,
        '--aptopt=APT::Install-Recommends "false"',
        ...recipe.excludes.map((path) => `--dpkgopt=path-exclude=${path}`),
        '--setup-hook=mkdir -p "$1/etc/apt/preferences.d"',
        `--setup-hook=cp '${preferencesFile}' "$1/etc/apt/preferences.d/odoo"`,
        '--customize-hook=printf "127.0.0.1 localhost\\n::1 localhost\\n" > "$1/etc/hosts"',
        ...recipe.emptyFiles.map((file) => `--customize-hook=mkdir -p "$1${dirname(file)}" && touch "$1${file}"`),
        recipe.suite,
        target,
        `deb ${mirror} ${recipe.suite} main`,
        // sid's Release file may be past its date on a mirror that is a snapshot.
        `deb [check-valid-until=no] ${mirror} ${recipe.odooSuite} main`,
    ];
}

export function rootfsKey(recipe = RECIPE) {
    return keyOf("rootfs", recipe);
}

/**
 * @param {string} folder
 * @param {number} bytes
 */
export async function checkSpace(folder, bytes) {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < bytes) {
        const free = Math.floor((bavail * bsize) / 1024 ** 2);
        throw new UserError(
            `Only ${free} MB are free in ${folder}, and ${Math.round(bytes / 1024 ** 2)} MB are needed. ` +
                "Free some space, or point SUPPORT_CENTER_CACHE to a folder on a larger disk.",
        );
    }
}

/**
 * The cached root file system with Odoo 19 and PostgreSQL; made when it is not there yet.
 * @param {(message: string) => void} say
 * @returns {Promise<{path: string, key: string}>}
 */
export async function ensureRootfs(say) {
    const key = rootfsKey();
    const folder = join(cacheDir(), "rootfs");
    const path = join(folder, key);
    if (existsSync(path)) {
        await ensureDebianPackages(["bubblewrap"], say);
        return { path, key };
    }
    if (process.getuid?.() !== 0) {
        throw new UserError(
            "Setting up Odoo needs root. Run the command again with sudo, or set ODOO_BIN to an Odoo 19.",
        );
    }
    await mkdir(folder, { recursive: true });
    await withLock(
        path,
        async () => {
            if (!existsSync(path)) await build(path, say);
        },
        () => say("Another command is setting up Odoo; waiting for it…"),
    );
    return { path, key };
}

/**
 * @param {string} path
 * @param {(message: string) => void} say
 */
async function build(path, say) {
    await checkSpace(cacheDir(), NEEDED_BYTES);
    await ensureDebianPackages(["mmdebstrap", "bubblewrap", "uidmap", "debian-archive-keyring"], say);
    const mirror = await readDebianMirror();
    const target = `${path}.new`;
    const preferencesFile = `${path}.preferences`;
    await rm(target, { recursive: true, force: true });
    await writeFile(preferencesFile, preferences(RECIPE));
    say("Setting up Debian with Odoo 19 and PostgreSQL (once; about 3 minutes)…");
    const result = await run("mmdebstrap", mmdebstrapArgs(RECIPE, { target, preferencesFile, mirror }));
    await rm(preferencesFile, { force: true });
    if (result.code !== 0) {
        await rm(target, { recursive: true, force: true });
        const reasons = result.stderr.split("\n").filter((line) => /^(E:|Err:|W: Failed)/.test(line));
        throw new UserError(
            `Odoo's root file system could not be set up from the Debian mirror. Check the network and the mirror's ` +
                `address, then run the command again.\n${reasons.slice(0, 8).join("\n") || result.stderr.slice(-1500)}`,
        );
    }
    await chmod(target, 0o755);
    await rename(target, path);
}
