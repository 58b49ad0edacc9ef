// @ts-check
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { processes } from "./processes.mjs";

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env] this process's own when absent
 * @property {boolean} [sandboxed] `file` is bwrap and writes about its child to file descriptor 3
 *
 * @typedef {object} Service
 * @property {Promise<number>} exited exit code; 128 when a signal ended it
 * @property {(signal: NodeJS.Signals) => void} signal sends to the program itself, not to its wrapper
 * @property {(signal: NodeJS.Signals, timeout: number) => Promise<number>} stop signals, waits, and kills after
 *   `timeout` milliseconds
 */

/**
 * A program of this machine that ends with us, even when we are killed.
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Command}
 */
export function hostCommand(command, env) {
    return { file: "setpriv", args: ["--pdeathsig", "KILL", "--", ...command], ...(env ? { env } : {}) };
}

/**
 * Starts a long-running program. It is shielded from this terminal's Ctrl-C, so that programs can be ended in order.
 * @param {Command} command
 * @param {(text: string) => void} onOutput gets stdout and stderr as they come
 * @returns {Service}
 */
export function startService({ file, args, env, sandboxed }, onOutput) {
    const child = spawn(file, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe", "pipe"] });
    child.stdout?.setEncoding("utf8").on("data", onOutput);
    child.stderr?.setEncoding("utf8").on("data", onOutput);
    let info = "";
    const infoStream = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
    infoStream.setEncoding("utf8").on("data", (text) => (info += text));
    let ended = false;
    /** @type {Promise<number>} */
    const exited = new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            ended = true;
            resolve(code ?? 128);
        });
    });
    /**
     * Signals all that was started: the program may be a script that does not hand signals on to what it runs.
     * @param {NodeJS.Signals} name
     */
    const signalGroup = (name) => {
        if (ended || !child.pid) return;
        try {
            process.kill(-child.pid, name);
        } catch (error) {
            if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
        }
    };
    /** @param {NodeJS.Signals} name */
    const signal = (name) => {
        if (ended) return;
        const init = Number(/"child-pid":\s*(\d+)/.exec(info)?.[1] ?? 0);
        const program = init ? processes().find(({ parent }) => parent === init) : undefined;
        if (program) process.kill(program.pid, name);
        else signalGroup(sandboxed ? "SIGKILL" : name);
    };
    return {
        exited,
        signal,
        async stop(name, timeout) {
            signal(name);
            const timer = new AbortController();
            const late = delay(timeout, "late", { signal: timer.signal }).catch(() => "ended");
            if ((await Promise.race([exited, late])) === "late") signalGroup("SIGKILL");
            timer.abort();
            return exited;
        },
    };
}
