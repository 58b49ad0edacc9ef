// @ts-check
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runOdoo } from "../../scripts/lib/odoo.mjs";
import { startServer } from "../../scripts/lib/odoo-server.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";
import { startRun } from "../../scripts/lib/throw-away.mjs";

/**
 * @typedef {object} PrivateOdoo
 * @property {import('../../scripts/lib/throw-away.mjs').Run} place
 * @property {string} url
 * @property {() => string} log what it has logged since it was started
 * @property {(isExpected?: (record: string) => boolean) => Promise<number>} stop resolves with the number of errors it
 *   logged and nobody expected. A record is what was logged at once, with its traceback
 */

/**
 * @param {string} log
 * @returns {string[]} a line that begins with a date, and all that follows without one
 */
function recordsOf(log) {
    return log.split(/\n(?=\d{4}-\d\d-\d\d )/);
}

/**
 * An Odoo of its own, with what `modules` need. It ends with this command.
 * @param {{modules: readonly string[], demo: boolean, log: string, languages?: readonly string[]}} options
 *   `demo`: with demo data; otherwise there is an administrator and nothing else. `log`: file that keeps what Odoo logs.
 *   `languages`: codes of those that are installed later. When another request comes while Odoo activates one, Odoo remembers
 *   that there is none, and fails to install it
 * @returns {Promise<PrivateOdoo>}
 */
export async function startPrivateOdoo({ modules, demo, log, languages = [] }) {
    const place = await startRun(
        { provider: "community", modules, demo, extraAddons: [join(ROOT, "scripts", "odoo", "addons")] },
        console.log,
    );
    let installation = "";
    console.log(`Installing Support Center ${demo ? "with" : "without"} demo data…`);
    try {
        const data = demo ? "--with-demo" : "--without-demo";
        await runOdoo(place, ["--init", modules.join(), data], (text) => (installation += text));
    } finally {
        await writeFile(log, installation);
    }
    // OdooBot greets people once, in a chat that covers a narrow window. Whom it greets during which journey is chance.
    await place.cluster.sql("UPDATE res_users SET odoobot_state = 'disabled'", place.database);
    for (const code of languages) {
        await place.cluster.sql(`UPDATE res_lang SET active = true WHERE code = '${code}'`, place.database);
    }
    const server = await startServer(place);
    // Pictures taken while the first bundles are still being made would be of empty screens.
    await fetch(`${server.url}/web/login`);
    return {
        place,
        url: server.url,
        log: server.log,
        async stop(isExpected = () => false) {
            await server.stop();
            await writeFile(log, installation + server.log());
            // A failed query is no error yet: Odoo repeats what collided with another transaction, and logs the rest again.
            const errors = recordsOf(server.log()).filter(
                (record) => / (ERROR|CRITICAL) \S+ (?!odoo\.sql_db)/.test(record) && !isExpected(record),
            );
            if (errors.length > 0) console.log(`\nOdoo logged errors (${log}):\n${errors.join("\n")}`);
            return errors.length;
        },
    };
}
