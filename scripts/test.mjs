// @ts-check
// The whole test pyramid, on databases and ports of its own. Layers that leave a processor idle run side by side.
// npm test [-- LAYER…]
import { mkdir, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "./lib/errors.mjs";
import { run } from "./lib/exec.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { ensureNewerNode, environmentOf, NEWER_NODE } from "./lib/newer-node.mjs";
import { ensureNodeModules } from "./lib/node-modules.mjs";
import { readOutcome, readVitest, summary } from "./lib/outcome.mjs";
import { ensureDebianPackages } from "./lib/packages.mjs";
import { ROOT } from "./lib/paths.mjs";
import { inPlaces } from "./lib/places.mjs";

const RESULTS = join(ROOT, "test-results");

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} [file] what has to be there for it
 * @property {number} places processors that it keeps busy, of {@link PLACES}
 * @property {(show: Show, node?: string) => Promise<import('./lib/outcome.mjs').Outcome>} run `node`: the program to run it with
 *
 * @typedef {(text: string) => void} Show takes what a layer prints
 */

/** Layers of one place run two at a time; the others have the machine to themselves. */
const PLACES = 2;

/**
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 * @returns {Layer}
 */
function ours(name, script, ...args) {
    return {
        name,
        places: 1,
        async run(show, node = process.execPath) {
            const options = { cwd: ROOT, echo: show, env: environmentOf(node) };
            const result = await run(node, [script, ...args], options);
            return readOutcome(result.stdout, result.code, name);
        },
    };
}

/**
 * @param {string} name
 * @param {string} folder workspace
 * @param {string[]} args
 * @returns {Layer}
 */
function vitest(name, folder, ...args) {
    return {
        name,
        places: PLACES,
        async run(show, node = process.execPath) {
            const report = join(RESULTS, `${name.replaceAll(" ", "-")}.json`);
            const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
            const program = join(ROOT, "node_modules", "vitest", "vitest.mjs");
            const command = [program, "run", ...args, ...reporters];
            await rm(report, { force: true });
            const options = { cwd: join(ROOT, folder), echo: show, env: environmentOf(node) };
            const result = await run(node, command, options);
            if (!existsSync(report)) return readOutcome("", result.code, name);
            const outcome = readVitest(await readFile(report, "utf8"));
            if (result.code !== 0 && outcome.failed.length === 0)
                outcome.failed.push(`${name} (ended with ${result.code})`);
            return outcome;
        },
    };
}

/**
 * The same layer on the Node that the companion's image has.
 * @param {Layer} layer
 * @returns {Layer}
 */
function onNewerNode({ name, places, run: runLayer }) {
    return {
        name: `node ${NEWER_NODE.split(".")[0]}: ${name}`,
        places,
        run: async (show) => runLayer(show, await ensureNewerNode((line) => show(`${line}\n`))),
    };
}

/**
 * The same layer with the machine to itself: it waits for what it looks at, or keeps both processors busy.
 * @param {Layer} layer
 * @returns {Layer}
 */
function alone(layer) {
    return { ...layer, places: PLACES };
}

const UNIT_LAYERS = [
    vitest("unit scripts", "scripts"),
    vitest("unit calendar", "web_src"),
    vitest("unit companion", "companion", "--project", "unit"),
];
const API_LAYER = ours("api", "companion/tests/run.mjs", "api");

/** @type {Layer[]} */
const LAYERS = [
    alone(ours("lint", "scripts/test-lint.mjs")),
    ...UNIT_LAYERS,
    ours("odoo", "scripts/test-odoo.mjs", "--modules", "support_center,helpdesk"),
    ours("odoo on OCA's helpdesk", "scripts/test-odoo.mjs", "--provider", "oca", "--modules", "support_center"),
    ours(
        "odoo with Employees",
        "scripts/test-odoo.mjs",
        ...["--modules", "support_center,hr"],
        ...["--tags", "/support_center:TestWorkingTime,/support_center:TestContracts"],
    ),
    ours(
        "odoo's own lint",
        "scripts/test-odoo.mjs",
        ...["--addons", "scripts/odoo/addons", "--modules", "support_center,support_center_lint"],
        ...["--tags", "/support_center_lint"],
    ),
    alone(ours("upgrade", "scripts/test-upgrade.mjs")),
    ours("seed", "scripts/test-seed.mjs"),
    ours("race", "scripts/test-race.mjs"),
    ours("stack", "scripts/test-stack.mjs"),
    API_LAYER,
    onNewerNode(API_LAYER),
    ...UNIT_LAYERS.map(onNewerNode),
    ours("e2e, first half", "e2e/run.mjs", "--shard=1/2"),
    ours("e2e, second half", "e2e/run.mjs", "--shard=2/2"),
    // It keeps both processors busy by itself.
    alone(ours("crawler", "e2e/crawler/run.mjs")),
];

/**
 * A layer that has the machine to itself shows what it prints at once; the others print theirs in one piece, at their end.
 * @param {Layer} layer
 */
function job({ name, places, run: runLayer }) {
    return {
        places,
        run: async () => {
            const live = places === PLACES;
            const heading = `\n=== ${name} ===\n`;
            let text = "";
            process.stdout.write(live ? heading : `\nBegins: ${name}\n`);
            const start = Date.now();
            const outcome = await runLayer((piece) => {
                if (live) process.stdout.write(piece);
                else text += piece;
            });
            if (!live) process.stdout.write(heading + text);
            return { name, seconds: (Date.now() - start) / 1000, outcome };
        },
    };
}

runMain(async () => {
    const wanted = process.argv.slice(2);
    const unknown = wanted.filter((name) => !LAYERS.some((layer) => layer.name.startsWith(name)));
    if (unknown.length > 0) {
        const known = LAYERS.map(({ name }) => name).join("; ");
        throw new UserError(`There is no layer named ${unknown.join(", ")}. Choose among: ${known}.`);
    }
    await ensureNodeModules(ROOT, console.log);
    await ensureDebianPackages(["chromium", "chromium-headless-shell", "fonts-noto-core"], console.log);
    await mkdir(RESULTS, { recursive: true });
    const named = LAYERS.filter(({ name }) => wanted.some((word) => name.startsWith(word)));
    const layers = wanted.length === 0 ? LAYERS : named;
    const done = await inPlaces(layers.map(job), PLACES);
    const report = summary(done);
    console.log(`\n=== summary ===\n${report}`);
    if (done.some(({ outcome }) => outcome.failed.length > 0)) process.exitCode = 1;
});
