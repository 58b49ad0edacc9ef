// @ts-check
import { join } from "node:path";
import { checkCommand } from "./exec.mjs";
import { onExit } from "./lifecycle.mjs";
import { ROOT } from "./paths.mjs";
import { hostCommand, startService } from "./service.mjs";

/** As much of its output as is kept for a message, characters. */
const KEPT_LOG = 20_000;

/** Compiles the companion. */
export async function buildCompanion() {
    await checkCommand({ file: "npm", args: ["run", "build", "--workspace", "companion"] }, {});
}

/**
 * The built companion as a process of its own; it ends with us.
 * @param {Record<string, string>} env its settings; ports are any free ones unless they say otherwise
 * @returns {Promise<{url: string, metricsUrl: string, stop: () => Promise<unknown>}>}
 */
export async function startCompanion(env) {
    let log = "";
    /** @type {(found: RegExpExecArray) => void} */
    let ready;
    const listens = new Promise((/** @type {(found: RegExpExecArray) => void} */ resolve) => (ready = resolve));
    const program = [process.execPath, join(ROOT, "companion", "dist", "main.js")];
    const settings = { PORT: "0", METRICS_PORT: "0", DRAIN_MS: "0", ...env, PATH: process.env.PATH };
    const service = startService(hostCommand(program, settings), (text) => {
        if (log.length > KEPT_LOG) return;
        log += text;
        const found = /"port":(\d+),"metricsPort":(\d+).*"msg":"ready"/.exec(log);
        if (found) ready(found);
    });
    const stop = () => service.stop("SIGTERM", 15_000);
    onExit(stop);
    const ended = service.exited.then((code) => {
        throw new Error(`The companion ended with ${code}:\n${log}`);
    });
    // Once it is ready, that it ends is no failure of the start.
    ended.catch(() => {});
    const [, port, metricsPort] = await Promise.race([listens, ended]);
    return { url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, stop };
}
