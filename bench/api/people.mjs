// @ts-check
// What a person who works in Odoo notices of the booking API, on an Odoo with two workers.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { startCompanion } from "../../scripts/lib/companion.mjs";
import { anyPort } from "../../scripts/lib/ports.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";

const WORKERS = 2;
const API_CLIENTS = 25;
const READS = 60;
/** A person looks at a list before the next one. */
const LOOK_MS = 200;
/** For so long at least, bookings are counted. */
const RATE_MS = 15_000;
/** Before anything is measured: both workers load the database and compile what they need. */
const WARM_UP_READS = 20;

/**
 * A person's session.
 * @param {string} url Odoo's
 * @param {{db: string, login: string, password: string}} user
 * @returns {Promise<() => Promise<number>>} reads a list of appointments, as the list view does, and answers the milliseconds
 */
async function person(url, user) {
    let cookie = "";
    /** @param {string} path @param {object} params */
    const post = async (path, params) => {
        const response = await fetch(url + path, {
            method: "POST",
            headers: { "Content-Type": "application/json", Cookie: cookie },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        });
        cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
        const { error } = await response.json();
        if (error) throw new Error(JSON.stringify(error));
    };
    await post("/web/session/authenticate", user);
    const fields = Object.fromEntries(["name", "subject", "customer_name", "start", "state"].map((name) => [name, {}]));
    const kwargs = {
        domain: [],
        specification: { ...fields, technician_id: { fields: { display_name: {} } } },
        limit: 80,
    };
    const params = { model: "support.appointment", method: "web_search_read", args: [], kwargs };
    return async () => {
        const began = performance.now();
        await post("/web/dataset/call_kw/support.appointment/web_search_read", params);
        return performance.now() - began;
    };
}

/** @param {() => Promise<number>} read @param {number} count */
async function timesOf(read, count) {
    const took = [];
    for (let number = 0; number < count; number++) {
        await pause(LOOK_MS);
        took.push(await read());
    }
    return took;
}

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {Record<string, string>} settings of the companion
 *
 * @typedef {object} Finding
 * @property {string} name
 * @property {number[]} idle times of list reads without API clients, milliseconds
 * @property {number[]} busy the same while they book, milliseconds
 * @property {number} bookings how many got through a second meanwhile
 */

/**
 * Measures each of some companions in turn, while 25 clients book as fast as they can.
 * @param {object} place
 * @param {import('../../scripts/lib/throw-away.mjs').Run} place.run nothing may listen on its port any more
 * @param {Record<string, string>} place.environment of the companion: credentials, database, limits
 * @param {{db: string, login: string, password: string}} place.user reads the list
 * @param {() => {headers: Record<string, string>, body: string}} place.nextBooking none of which clashes with another
 * @param {readonly Contender[]} contenders
 * @returns {Promise<Finding[]>}
 */
export async function measurePeople({ run, environment, user, nextBooking }, contenders) {
    const gevent = await anyPort();
    const server = await startServer(run, [`--workers=${WORKERS}`, `--gevent-port=${gevent}`]);
    const read = await person(server.url, user);
    await Promise.all(Array.from({ length: WORKERS }, () => timesOf(read, WARM_UP_READS)));
    const findings = [];
    for (const { name, settings } of contenders) {
        const companion = await startCompanion({ ...environment, ...settings, ODOO_URL: server.url });
        const idle = await timesOf(read, READS);
        let [booked, working] = [0, true];
        const client = async () => {
            while (working) {
                const { headers, body } = nextBooking();
                const response = await fetch(`${companion.url}/v1/appointments`, {
                    method: "POST",
                    headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
                    body,
                });
                const answer = await response.text();
                if (response.status !== 201) throw new Error(`Booking: ${response.status} ${answer}`);
                booked++;
            }
        };
        const clients = Promise.all(Array.from({ length: API_CLIENTS }, client));
        const began = performance.now();
        const busy = await timesOf(read, READS);
        await pause(Math.max(0, RATE_MS - (performance.now() - began)));
        const bookings = (booked / (performance.now() - began)) * 1000;
        working = false;
        await clients;
        findings.push({ name, idle, busy, bookings });
        await companion.stop();
    }
    await server.stop();
    return findings;
}
