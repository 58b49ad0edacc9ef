// @ts-check
// Checks what web_src imports from Odoo's web client, and what web_src/types says of it, against Odoo's own sources.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "./lib/errors.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { declaredModules, differences, importsOf, readExports } from "./lib/odoo-modules.mjs";
import { ROOT } from "./lib/paths.mjs";
import { ensureRootfs } from "./lib/rootfs.mjs";

const SOURCE = join(ROOT, "web_src");
/** Types for several modules of ours, and no module of Odoo. */
const OURS = new Set([
    "@odoo/arch",
    "@odoo/form",
    "@odoo/import",
    "@odoo/kanban",
    "@odoo/list",
    "@odoo/search",
    "@odoo/services",
]);
const DEBIAN = "usr/lib/python3/dist-packages/odoo/addons";

/** @returns {Promise<string>} the folder of Odoo's own addons */
async function findAddons() {
    const program = process.env.ODOO_BIN;
    if (!program) return join((await ensureRootfs(console.log)).path, DEBIAN);
    const found = [join(dirname(program), "addons"), join("/", DEBIAN)].find((path) => existsSync(join(path, "web")));
    if (!found) throw new UserError(`ODOO_BIN is ${program}, and Odoo's addons are not beside it, nor in /${DEBIAN}.`);
    return found;
}

runMain(async () => {
    const addons = await findAddons();
    const files = (await readdir(SOURCE, { recursive: true }))
        .filter((file) => file.endsWith(".ts") && !file.startsWith("node_modules"))
        .sort();
    /** @type {Map<string, import('./lib/odoo-modules.mjs').Exports>} */
    const described = new Map();
    for (const file of files) {
        const text = await readFile(join(SOURCE, file), "utf8");
        if (file.endsWith(".d.ts")) {
            for (const [specifier, exports] of declaredModules(text)) described.set(specifier, exports);
        }
    }
    for (const file of files.filter((file) => !file.endsWith(".d.ts"))) {
        for (const { specifier, names } of importsOf(await readFile(join(SOURCE, file), "utf8"))) {
            const exports = described.get(specifier) ?? new Map();
            for (const name of names) exports.set(name, exports.get(name) ?? {});
            described.set(specifier, exports);
        }
    }
    const wrong = [];
    for (const [specifier, exports] of [...described].filter(([specifier]) => !OURS.has(specifier))) {
        const real = await readExports(addons, specifier).catch((error) => {
            if (error.code !== "ENOENT") throw error;
            return undefined;
        });
        wrong.push(...(real ? differences(specifier, exports, real) : [`Odoo has no ${specifier}.`]));
    }
    for (const sentence of wrong) console.error(sentence);
    console.log(`${described.size} modules of Odoo compared, ${wrong.length} differences`);
    if (wrong.length > 0) process.exitCode = 1;
});
