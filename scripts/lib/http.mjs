// @ts-check
import { setTimeout as delay } from "node:timers/promises";

/**
 * Resolves when a service answers with success.
 * @param {string} url
 * @param {import('./service.mjs').Service} service
 * @param {{what: string, seconds: number, log: () => string}} options `log`: the end of what the service printed
 */
export async function untilReady(url, service, { what, seconds, log }) {
    /** @type {number | undefined} */
    let ended;
    void service.exited.then((code) => (ended = code));
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
        if (response?.ok) return;
        if (ended !== undefined) throw new Error(`${what} ended with ${ended} before it was ready:\n${log()}`);
        if (Date.now() > deadline) throw new Error(`${what} was not ready within ${seconds} s:\n${log()}`);
        await delay(100);
    }
}
