// @ts-check
import { UserError } from "./errors.mjs";

/**
 * @typedef {object} Mount
 * @property {string} from a path of this machine
 * @property {string} [to] the path inside; the same when absent
 * @property {boolean} [writable]
 *
 * @typedef {object} Sandbox
 * @property {string} rootfs
 * @property {readonly Mount[]} mounts
 * @property {'odoo' | 'postgres'} user
 * @property {Record<string, string>} [env]
 */

const RESERVED = /^\/(usr|etc|proc|dev|bin|sbin|lib|lib64)(\/|$)/;

const TMPFS = ["/tmp", "/dev/shm", "/run"];

/**
 * @param {string} path absolute
 * @returns {string[]} every folder above it, outermost first, without the root
 */
function parentsOf(path) {
    const parts = path.split("/").slice(1, -1);
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

/**
 * The arguments with which bwrap runs a command inside the root file system, which stays read-only. Nothing is left
 * mounted, and everything inside ends with the process that started it: it has pid and IPC namespaces of its own.
 * @param {Sandbox} sandbox
 * @param {readonly string[]} command
 * @param {number} [infoFd] where bwrap writes the pid of its child
 * @returns {string[]}
 */
export function bwrapArgs({ rootfs, mounts, user, env = {} }, command, infoFd) {
    const args = ["--die-with-parent", "--unshare-pid", "--unshare-ipc"];
    args.push("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID");
    if (infoFd !== undefined) args.push("--info-fd", String(infoFd));
    args.push("--ro-bind", `${rootfs}/usr`, "/usr", "--ro-bind", `${rootfs}/etc`, "/etc");
    for (const name of ["bin", "sbin", "lib", "lib64"]) args.push("--symlink", `usr/${name}`, `/${name}`);
    args.push("--proc", "/proc", "--dev", "/dev");
    for (const folder of TMPFS) args.push("--perms", "1777", "--tmpfs", folder);
    /** @type {Set<string>} */
    const places = new Set();
    const made = new Set();
    for (const { from, to = from, writable } of mounts) {
        if (RESERVED.test(to)) {
            throw new UserError(`Odoo can't be given ${to}. Move the folder out of /${to.split("/")[1]}.`);
        }
        // bwrap would make the folders above for root's eyes only.
        for (const folder of parentsOf(to)) {
            const there = TMPFS.includes(folder) || [...places].some((place) => `${folder}/`.startsWith(`${place}/`));
            if (!there && !made.has(folder)) args.push("--perms", "0755", "--dir", folder);
            made.add(folder);
        }
        args.push(writable ? "--bind" : "--ro-bind", from, to);
        places.add(to);
    }
    args.push("--clearenv");
    const variables = { PATH: "/usr/bin:/bin", HOME: "/tmp", LANG: "C.UTF-8", TZ: "UTC", ...env };
    for (const [name, value] of Object.entries(variables)) args.push("--setenv", name, value);
    args.push("--chdir", "/", "--", "setpriv", `--reuid=${user}`, `--regid=${user}`, "--init-groups", ...command);
    return args;
}
