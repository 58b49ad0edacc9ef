// @ts-check
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "./errors.mjs";

/**
 * @typedef {object} Mount
 * @property {string} from a path of this machine
 * @property {string} [to] the path inside; the same when absent
 * @property {boolean} [writable]
 *
 * @typedef {object} Sandbox
 * @property {string} rootfs
 * @property {Mount[]} mounts
 * @property {'odoo' | 'postgres'} user
 * @property {Record<string, string>} [env]
 * @property {string} [cwd]
 */

/**
 * @param {string} path absolute
 * @returns {string[]} every folder above it, outermost first, without the root
 */
function parentsOf(path) {
    const parts = path.split("/").slice(1, -1);
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

const RESERVED = /^\/(usr|etc|proc|dev|bin|sbin|lib|lib64)(\/|$)/;

/**
 * The program and arguments that run a command inside the root file system, which stays read-only. Nothing is left
 * mounted, and everything inside ends with the process that started it: it has its own pid and IPC namespaces.
 * @param {Sandbox} sandbox
 * @param {readonly string[]} command
 * @param {number} [infoFd] where bwrap writes the pid of its child
 * @returns {string[]} arguments of bwrap
 */
export function bwrapArgs({ rootfs, mounts, user, env = {}, cwd = "/" }, command, infoFd) {
    const args = [
        "--die-with-parent",
        "--unshare-pid",
        "--unshare-ipc",
        "--cap-add",
        "CAP_SETUID",
        "--cap-add",
        "CAP_SETGID",
    ];
    if (infoFd !== undefined) args.push("--info-fd", String(infoFd));
    args.push("--ro-bind", `${rootfs}/usr`, "/usr", "--ro-bind", `${rootfs}/etc`, "/etc");
    for (const name of ["bin", "sbin", "lib", "lib64"]) args.push("--symlink", `usr/${name}`, `/${name}`);
    args.push("--proc", "/proc", "--dev", "/dev");
    for (const folder of ["/tmp", "/dev/shm", "/run"]) args.push("--perms", "1777", "--tmpfs", folder);
    /** @type {Set<string>} */
    const places = new Set(["/tmp", "/run"]);
    for (const { from, to = from, writable } of mounts) {
        if (RESERVED.test(to))
            throw new UserError(`${to} can't be used by Odoo. Move the folder out of ${to.split("/", 2).join("/")}.`);
        // bwrap would make the folders above for root's eyes only.
        for (const folder of parentsOf(to)) {
            if (![...places].some((place) => `${folder}/`.startsWith(`${place}/`)))
                args.push("--perms", "0755", "--dir", folder);
        }
        args.push(writable ? "--bind" : "--ro-bind", from, to);
        places.add(to);
    }
    args.push("--clearenv");
    const variables = { PATH: "/usr/bin:/bin", HOME: "/tmp", LANG: "C.UTF-8", TZ: "UTC", ...env };
    for (const [name, value] of Object.entries(variables)) args.push("--setenv", name, value);
    args.push("--chdir", cwd, "--", "setpriv", `--reuid=${user}`, `--regid=${user}`, "--init-groups", ...command);
    return args;
}

/**
 * @param {number} parent
 * @returns {number[]}
 */
function childrenOf(parent) {
    return readdirSync("/proc").flatMap((name) => {
        if (!/^\d+$/.test(name)) return [];
        try {
            const stat = readFileSync(`/proc/${name}/stat`, "utf8");
            return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent ? [Number(name)] : [];
        } catch {
            return [];
        }
    });
}

/**
 * @typedef {object} SandboxProcess
 * @property {Promise<number>} exited exit code; 128 when a signal ended it
 * @property {(signal: NodeJS.Signals) => void} signal sends to the program itself, not to its wrapper
 * @property {(signal: NodeJS.Signals, timeout: number) => Promise<number>} stop signals, waits, and kills after
 *   `timeout` milliseconds
 */

/**
 * Starts a long-running program inside the root file system. It is shielded from this terminal's Ctrl-C, so that
 * programs can be ended in order.
 * @param {Sandbox} sandbox
 * @param {readonly string[]} command
 * @param {(text: string) => void} onOutput gets stdout and stderr as they come
 * @returns {SandboxProcess}
 */
export function start(sandbox, command, onOutput) {
    const child = spawn("bwrap", bwrapArgs(sandbox, command, 3), {
        detached: true,
        stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    child.stdout?.setEncoding("utf8").on("data", onOutput);
    child.stderr?.setEncoding("utf8").on("data", onOutput);
    let info = "";
    /** @type {import('node:stream').Readable} */ (child.stdio[3])
        .setEncoding("utf8")
        .on("data", (text) => (info += text));
    let ended = false;
    /** @type {Promise<number>} */
    const exited = new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            ended = true;
            resolve(code ?? 128);
        });
    });
    /** @param {NodeJS.Signals} signal */
    const signal = (signal) => {
        if (ended) return;
        const init = Number(/"child-pid":\s*(\d+)/.exec(info)?.[1] ?? 0);
        const [program] = init ? childrenOf(init) : [];
        if (program) process.kill(program, signal);
        else child.kill("SIGKILL");
    };
    return {
        exited,
        signal,
        async stop(name, timeout) {
            signal(name);
            const timer = new AbortController();
            const late = delay(timeout, "late", { signal: timer.signal }).catch(() => "ended");
            if ((await Promise.race([exited, late])) === "late") child.kill("SIGKILL");
            timer.abort();
            return exited;
        },
    };
}
