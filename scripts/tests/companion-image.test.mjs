// @ts-check
// What the companion's Dockerfile makes, without a Docker engine: its steps are carried out in folders.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../lib/exec.mjs";
import { NEWER_NODE } from "../lib/newer-node.mjs";
import { ROOT } from "../lib/paths.mjs";

const BUILD_MS = 240_000;
const folder = mkdtempSync(join(tmpdir(), "companion-image-"));

/** @returns {string[]} the instructions, with continued lines joined and without comments */
function instructions() {
    return readFileSync(join(ROOT, "companion/Dockerfile"), "utf8")
        .replace(/^#.*\n/gm, "")
        .replace(/\\\n\s*/g, "")
        .split("\n")
        .filter((line) => line.trim());
}

/**
 * Copies like COPY does: of a folder its content, of files each into the target where that is a folder.
 * @param {string} from folder that sources are in
 * @param {string[]} sources
 * @param {string} target
 */
function copy(from, sources, target) {
    for (const source of sources) {
        const path = join(from, source);
        const intoFolder = statSync(path).isFile() && (target.endsWith("/") || sources.length > 1);
        cpSync(path, intoFolder ? join(target, basename(source)) : target, { recursive: true });
    }
}

/** @returns {Promise<string>} the root folder of the last stage */
async function build() {
    let root = "";
    let workdir = "/";
    for (const [index, line] of instructions().entries()) {
        const [instruction = "", ...words] = line.split(/\s+/);
        switch (instruction) {
            case "FROM":
                root = join(folder, words[2] ?? String(index));
                break;
            case "WORKDIR":
                workdir = words[0] ?? "/";
                mkdirSync(join(root, workdir), { recursive: true });
                break;
            case "COPY": {
                const stage = words[0]?.startsWith("--from=") ? words.shift()?.slice("--from=".length) : undefined;
                const target = words.pop() ?? "";
                copy(stage ? join(folder, stage) : ROOT, words, `${join(root, workdir)}/${target}`);
                break;
            }
            case "RUN": {
                const command = line.slice("RUN ".length);
                const { code, stdout, stderr } = await run("sh", ["-c", command], { cwd: join(root, workdir) });
                if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stdout}\n${stderr}`);
                break;
            }
            default: // says how it is started, not what is in it
        }
    }
    return join(root, workdir);
}

/** @type {string} */
let image;
beforeAll(async () => {
    image = await build();
}, BUILD_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it has the Node that the layers named after it run on", () => {
    const images = instructions().flatMap((line) => /^FROM (node:\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(images)).toEqual(new Set([`node:${NEWER_NODE.split(".")[0]}-bookworm-slim`]));
});

test("the program finds all its packages: it gets as far as asking for its settings", async () => {
    const { code, stderr } = await run(process.execPath, ["companion/dist/main.js"], { cwd: image, env: {} });
    expect(stderr).toContain("ODOO_URL");
    expect(stderr).not.toContain("ERR_MODULE_NOT_FOUND");
    expect(code).not.toBe(0);
});

test("it brings its migrations and its documentation's files", () => {
    expect(readdirSync(join(image, "companion/sql"))).toEqual(readdirSync(join(ROOT, "companion/sql")));
    const places = ["companion/node_modules", "node_modules"].map((place) => join(image, place, "swagger-ui-dist"));
    expect(places.some((place) => existsSync(place))).toBe(true);
});

test("neither sources nor tools are in it", () => {
    expect(readdirSync(join(image, "companion")).sort()).toEqual(["dist", "node_modules", "package.json", "sql"]);
    for (const place of ["companion/node_modules", "node_modules"]) {
        for (const tool of ["typescript", "vitest", "autocannon"]) {
            expect(existsSync(join(image, place, tool)), `${place}/${tool}`).toBe(false);
        }
    }
});
