// @ts-check
import { untilReady } from "./http.mjs";
import { onExit } from "./lifecycle.mjs";
import { odooCommand, serverArgs } from "./odoo.mjs";
import { startService } from "./service.mjs";

const READY_SECONDS = 120;

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
    await untilReady(`${url}/web/health`, server, {
        what: "Odoo",
        seconds: READY_SECONDS,
        log: () => log.slice(-4000),
    });
    return { url, log: () => log, stop };
}
