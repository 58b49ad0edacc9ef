// @ts-check
/**
 * Compiles the web client's part into the addon: one JavaScript file per TypeScript file, templates and styles copied as they are.
 *
 *   node web_src/build.mjs           writes support_center/static/src and support_center/static/tests, whole
 *   node web_src/build.mjs --check   fails when what is there differs from what would be written
 *
 * Odoo makes the bundles itself, so nothing is bundled or minified here. The same sources always give the same bytes.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { transform } from "esbuild";

const SOURCE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(SOURCE, "..", "support_center", "static");
/** Folders of web_src, and where Odoo looks for them below `static`. */
const FOLDERS = new Map([
    ["core", "src/core"],
    ["support_calendar", "src/support_calendar"],
    ["visits", "src/visits"],
    ["hoot", "tests"],
]);
/** Folders below `static` that hold nothing but what this script writes. */
const GENERATED = ["src", "tests"];
const COPIED = /\.(xml|scss)$/;
const NOT_FOR_ODOO = /(^|\/)tests\/|\.d\.ts$/;
/** What compiles and then breaks in Odoo's own transpiler, which is made of regular expressions. */
const UNSAFE_FOR_ODOO = [
    { pattern: /^import \{\s*\} from/m, message: "imports types only; write `import type`." },
    { pattern: /\bimport\(/, message: "Odoo's modules have no dynamic import." },
    { pattern: /^export default/m, message: "Odoo's modules want named exports." },
];

/**
 * @param {string} folder
 * @returns {Promise<string[]>} paths of files below it with forward slashes, sorted; empty if it does not exist
 */
async function filesIn(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
        if (error.code === "ENOENT") {
            return [];
        }
        throw error;
    });
    return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
        .sort();
}

/**
 * @param {string} source path of a TypeScript file, from web_src
 * @param {string} code
 */
async function compile(source, code) {
    const result = await transform(code, {
        loader: "ts",
        format: "esm",
        target: "es2022",
        charset: "utf8",
        minify: false,
        keepNames: false,
        sourcemap: false,
        sourcefile: source,
        logLevel: "error",
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    });
    const unsafe = UNSAFE_FOR_ODOO.find(({ pattern }) => pattern.test(result.code));
    if (unsafe) {
        throw new Error(`${source}: ${unsafe.message}`);
    }
    return result.code;
}

/** @returns {Promise<Map<string, string>>} content by path below `static` */
async function build() {
    const output = new Map();
    for (const [folder, target] of FOLDERS) {
        for (const file of await filesIn(join(SOURCE, folder))) {
            const source = `web_src/${folder}/${file}`;
            if (NOT_FOR_ODOO.test(file)) {
                continue;
            }
            const content = await readFile(join(SOURCE, folder, file), "utf8");
            if (file.endsWith(".ts")) {
                const code = await compile(source, content);
                // Files with nothing but types have nothing to load.
                if (code.trim()) {
                    output.set(
                        `${target}/${file.replace(/\.ts$/, ".js")}`,
                        `// Generated from ${source}: change it there.\n${code}`,
                    );
                }
            } else if (COPIED.test(file)) {
                output.set(`${target}/${file}`, content);
            } else {
                throw new Error(`${source}: the build knows .ts, .xml and .scss files only.`);
            }
        }
    }
    return output;
}

/** @param {Map<string, string>} output */
async function differences(output) {
    const found = [];
    for (const folder of GENERATED) {
        for (const file of await filesIn(join(STATIC, folder))) {
            if (!output.has(`${folder}/${file}`)) {
                found.push(`${folder}/${file} has no source`);
            }
        }
    }
    for (const [path, content] of output) {
        const written = await readFile(join(STATIC, path), "utf8").catch(() => null);
        if (written !== content) {
            found.push(`${path} ${written === null ? "is missing" : "is out of date"}`);
        }
    }
    return found;
}

/** @param {Map<string, string>} output */
async function write(output) {
    for (const folder of GENERATED) {
        await rm(join(STATIC, folder), { recursive: true, force: true });
    }
    for (const [path, content] of output) {
        await mkdir(dirname(join(STATIC, path)), { recursive: true });
        await writeFile(join(STATIC, path), content);
    }
}

/** @param {Map<string, string>} output */
function sizeReport(output) {
    const lines = [];
    for (const extension of ["js", "xml", "scss"]) {
        const texts = [...output].filter(([path]) => path.startsWith("src/") && path.endsWith(`.${extension}`));
        const joined = texts.map(([, content]) => content).join("\n");
        const kilobytes = (/** @type {number} */ bytes) => (bytes / 1024).toFixed(1).padStart(7);
        lines.push(
            `  ${extension.padEnd(5)}${String(texts.length).padStart(3)} files ${kilobytes(Buffer.byteLength(joined))} kB` +
                ` ${kilobytes(gzipSync(joined).length)} kB gzip`,
        );
    }
    return `The calendar's code in Odoo's bundles, before Odoo minifies it:\n${lines.join("\n")}`;
}

const output = await build();
if (process.argv.includes("--check")) {
    const found = await differences(output);
    if (found.length > 0) {
        console.error(
            `support_center/static is not what web_src says. Run \`npm run build\` and commit the result.\n  ${found.join("\n  ")}`,
        );
        process.exitCode = 1;
    }
} else {
    await write(output);
}
console.log(sizeReport(output));
