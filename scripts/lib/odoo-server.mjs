// @ts-check
import { setTimeout as delay } from "node:timers/promises";
import { onExit } from "./lifecycle.mjs";
import { odooCommand, serverArgs } from "./odoo.mjs";
import { startService } from "./service.mjs";

const READY_MS = 120_000;

/**
 * Starts Odoo on a run's database and resolves when it answers. It ends with this process.
 * @param {import('./odoo.mjs').OdooPlace} run
 * @param {readonly string[]} [args] more arguments of Odoo's
 * @returns {Promise<{url: string, log: () => string, stop: () => Promise<unknown>}>}
 */
export async function startServer(run, args = []) {
    let log = "";
    const command = odooCommand(run, [...serverArgs(run), "--max-cron-threads=0", ...args]);
    const server = startService(command, (text) => (log += text));
    const stop = () => server.stop("SIGTERM", 10_000);
    onExit(stop);
    const url = `http://127.0.0.1:${run.httpPort}`;
    const ended = server.exited.then((code) => {
        throw new Error(`Odoo ended with ${code} before it answered:\n${log.slice(-4000)}`);
    });
    ended.catch(() => {});
    const deadline = Date.now() + READY_MS;
    const answers = async () => {
        for (;;) {
            const response = await fetch(`${url}/web/health`).catch(() => undefined);
            if (response?.ok) return;
            if (Date.now() > deadline)
                throw new Error(`Odoo did not answer within ${READY_MS / 1000} s:\n${log.slice(-4000)}`);
            await delay(100);
        }
    };
    await Promise.race([answers(), ended]);
    return { url, log: () => log, stop };
}
