// @ts-check
import { UserError } from "./errors.mjs";
import { reservePort } from "./ports.mjs";

/** Ports of the stack on a machine where nothing else has them. */
export const DEFAULT_PORTS = { odoo: 8069, companion: 8070, metrics: 9464, mail: 1080, smtp: 1025, postgres: 5433 };

/** @typedef {typeof DEFAULT_PORTS} Ports */

/**
 * Ports that are free now: those of last time where possible, so that addresses stay the same.
 * @param {Partial<Ports>} last
 * @param {(message: string) => void} say told of each that had to give way
 * @param {typeof reservePort} [find]
 * @returns {Promise<Ports>}
 */
export async function choosePorts(last, say, find = reservePort) {
    const ports = { ...DEFAULT_PORTS, ...last };
    for (const [name, wanted] of Object.entries(ports)) {
        const port = await find(wanted);
        if (port === undefined) {
            throw new UserError(`No port from ${wanted} on is free for ${name}. End what uses them, then try again.`);
        }
        if (port !== wanted) say(`Port ${wanted} is busy; ${name} uses ${port}.`);
        ports[/** @type {keyof Ports} */ (name)] = port;
    }
    return ports;
}
