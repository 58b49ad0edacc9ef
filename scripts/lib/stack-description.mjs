// @ts-check
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { STACK_DIR } from "./paths.mjs";

/**
 * @typedef {{login: string, password: string}} User
 *
 * @typedef {object} StackDescription the running stack, as in `.stack/stack.json`
 * @property {{url: string, db: string, users: {admin: User, manager: User, technician: User}}} odoo
 * @property {{url: string, api_key: string, metrics_url: string}} [companion] absent when the work tree has none
 * @property {{url: string, smtp_port: number}} mail
 * @property {{host: string, port: number}} postgres
 */

const FILE = join(STACK_DIR, "stack.json");

/**
 * @param {object} facts
 * @param {import('./stack-ports.mjs').Ports} facts.ports
 * @param {string} facts.database
 * @param {string | undefined} facts.apiKey of the booking API; undefined when there is no companion
 * @returns {StackDescription}
 */
export function describe({ ports, database, apiKey }) {
    const url = (/** @type {number} */ port, path = "") => `http://127.0.0.1:${port}${path}`;
    const user = (/** @type {string} */ name) => ({ login: name, password: name });
    return {
        odoo: {
            url: url(ports.odoo),
            db: database,
            users: { admin: user("admin"), manager: user("manager"), technician: user("technician") },
        },
        ...(apiKey === undefined
            ? {}
            : {
                  companion: {
                      url: url(ports.companion),
                      api_key: apiKey,
                      metrics_url: url(ports.metrics, "/metrics"),
                  },
              }),
        mail: { url: url(ports.mail), smtp_port: ports.smtp },
        postgres: { host: "127.0.0.1", port: ports.postgres },
    };
}

/**
 * What to tell the person who started the stack.
 * @param {StackDescription} stack
 */
export function welcome({ odoo, companion, mail, postgres }) {
    const logins = Object.values(odoo.users).map(({ login, password }) => `${login} / ${password}`);
    return [
        "",
        "Support Center is ready.",
        "",
        `  Odoo           ${odoo.url}`,
        `  Logins         ${logins.join(", ")}`,
        ...(companion
            ? [
                  `  Booking API    ${companion.url}  (documentation: ${companion.url}/docs)`,
                  `  Demo API key   ${companion.api_key}`,
              ]
            : ["  Booking API    not part of this work tree (there is no companion/)"]),
        `  Mail           ${mail.url}  (everything that is sent ends here)`,
        `  PostgreSQL     ${postgres.host}:${postgres.port}, database ${odoo.db}, user odoo, no password`,
        "",
    ].join("\n");
}

/** @param {StackDescription} stack */
export async function writeDescription(stack) {
    await writeFile(`${FILE}.new`, `${JSON.stringify(stack, undefined, 2)}\n`, { mode: 0o600 });
    await rename(`${FILE}.new`, FILE);
}

/** @returns {Promise<StackDescription | undefined>} undefined when no stack is ready */
export async function readDescription() {
    const text = await readFile(FILE, "utf8").catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
}

export async function removeDescription() {
    await rm(FILE, { force: true });
}
