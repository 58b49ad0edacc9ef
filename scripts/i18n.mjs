// @ts-check
// Writes the translation templates of our addon anew from a real Odoo and merges them into the translations.
import { readFile, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "./lib/errors.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { runOdoo } from "./lib/odoo.mjs";
import { runScript } from "./lib/odoo-script.mjs";
import { ROOT } from "./lib/paths.mjs";
import { parseProvider } from "./lib/providers.mjs";
import { startRun } from "./lib/throw-away.mjs";

const HELP = `npm run i18n -- [--check]
  Exports the terms of support_center into its i18n folder, and merges them into the .po files there. Terms that are new
  are left empty there and listed.
  --check            changes nothing, and fails if anything would change or is not translated`;

const MODULES = ["support_center"];

/**
 * Installs the addon in a private Odoo and exports their terms.
 * @returns {Promise<{files: Record<string, string>, untranslated: Record<string, string[]>}>}
 */
async function exportTerms() {
    const run = await startRun({ provider: parseProvider("community"), modules: MODULES }, console.log);
    await runOdoo(run, ["--init", MODULES.join(","), "--without-demo"]);
    const { stdout } = await runScript(run, "scripts/odoo/i18n.py", {
        env: { I18N_MODULES: MODULES.join(",") },
    });
    const answer = stdout.split("=====I18N=====")[1];
    if (!answer) throw new Error(`Odoo exported nothing:\n${stdout.slice(-4000)}`);
    return JSON.parse(answer);
}

runMain(async () => {
    const { values } = parseArgs({
        options: { check: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    });
    if (values.help) return console.log(HELP);
    const { files, untranslated } = await exportTerms();
    const changed = [];
    for (const [path, content] of Object.entries(files)) {
        const before = await readFile(path, "utf8").catch(() => "");
        if (before === content) continue;
        changed.push(relative(ROOT, path));
        if (!values.check) await writeFile(path, content);
    }
    const open = Object.entries(untranslated).filter(([, terms]) => terms.length > 0);
    for (const [path, terms] of open) {
        console.log(`${relative(ROOT, path)}: ${terms.length} not translated`);
        for (const term of terms) console.log(`    ${JSON.stringify(term)}`);
    }
    if (values.check && (changed.length > 0 || open.length > 0))
        throw new UserError(
            `Out of date: ${[...new Set([...changed, ...open.map(([path]) => relative(ROOT, path))])].join(", ")}.\n` +
                "Run `npm run i18n`, translate what is empty, and commit the files.",
        );
    console.log(changed.length === 0 ? "Nothing has changed." : `Written: ${changed.join(", ")}`);
});
