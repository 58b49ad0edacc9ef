// @ts-check
import { UserError } from "./errors.mjs";
import { runScript } from "./odoo-script.mjs";

/** @typedef {{technicians: number, days: number, perDay: number}} Size */

const SIZES = /** @type {const} */ ([
    ["technicians", "technicians", 2000],
    ["days", "days", 365],
    ["per-day", "perDay", 32],
]);

/**
 * @param {Record<string, unknown>} values of the options
 * @returns {Size}
 */
export function parseSize(values) {
    const size = { technicians: 10, days: 20, perDay: 5 };
    for (const [option, name, most] of SIZES) {
        const text = values[option];
        if (text === undefined) continue;
        const number = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : 0;
        if (number < 1 || number > most)
            throw new UserError(`--${option} takes a whole number from 1 to ${most}, not "${String(text)}".`);
        size[name] = number;
    }
    return size;
}

/**
 * Adds load to a database: so many technicians, each with so many visits on so many working days. A third of the days
 * are past.
 * @param {import('./odoo.mjs').OdooPlace} place
 * @param {Size} size
 * @param {{echo?: boolean}} [options] whether to show progress
 */
export async function seed(place, { technicians, days, perDay }, { echo = false } = {}) {
    const { code, stderr } = await runScript(place, "scripts/odoo/seed.py", {
        env: { SEED_TECHNICIANS: String(technicians), SEED_DAYS: String(days), SEED_PER_DAY: String(perDay) },
        echo,
    });
    const refusal = /^Error: (.*)$/m.exec(stderr)?.[1];
    if (refusal) throw new UserError(refusal);
    if (code !== 0) throw new Error(`Seeding ended with ${code}:\n${stderr.slice(-4000)}`);
}
