// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./exec.mjs";
import { ROOT } from "./paths.mjs";
import { bwrapArgs } from "./sandbox.mjs";

/** Where it is in the root file system, which has no Node: this one is lent to it. */
const PLACE = "/opt/support-center";

/**
 * The program `rtlcss`, with which Odoo mirrors style sheets for languages written from right to left.
 * @typedef {object} Rtlcss
 * @property {readonly import('./sandbox.mjs').Mount[]} mounts
 * @property {string} path the folder for PATH
 */

/** @type {Rtlcss} */
const RTLCSS = {
    mounts: [
        { from: process.execPath, to: `${PLACE}/node` },
        { from: join(ROOT, "node_modules"), to: `${PLACE}/node_modules` },
        { from: join(ROOT, "scripts", "odoo", "rtlcss"), to: `${PLACE}/bin/rtlcss` },
    ],
    path: `${PLACE}/bin`,
};

/**
 * Odoo sends style sheets as they are where there is no `rtlcss`; one that fails would leave pages without style sheets.
 * @param {string} rootfs
 * @param {(message: string) => void} say
 * @returns {Promise<Rtlcss | undefined>} undefined: it does not run there
 */
export async function findRtlcss(rootfs, say) {
    const { mounts, path } = RTLCSS;
    if (!existsSync(join(ROOT, "node_modules", "rtlcss"))) return undefined;
    const env = { PATH: `${path}:/usr/bin` };
    const { code, stderr } = await run(
        "bwrap",
        bwrapArgs({ rootfs, mounts, user: "odoo", env }, ["rtlcss", "--version"], 3),
    );
    if (code === 0) return RTLCSS;
    say(`Pages in languages written from right to left are not mirrored, as rtlcss does not run: ${stderr.trim()}`);
    return undefined;
}
