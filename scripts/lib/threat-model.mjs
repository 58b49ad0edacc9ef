// @ts-check
/** The threat model names a test for each line; here is whether those tests exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A test as the document names it: a file, and the beginning of a test's name. */
const REFERENCE = /`([\w./-]+\.(?:py|ts|mjs))::([^`]+)`/g;
const CELLS = /(?<!\\)\|/;

/**
 * The tests that a document names.
 *
 * @param {string} text Markdown
 * @returns {{ path: string, name: string }[]}
 */
export function namedTests(text) {
    return [...text.matchAll(REFERENCE)].map(([, path = "", name = ""]) => ({ path, name }));
}

/**
 * Whether a file has a test of this name, or one that begins with it.
 *
 * @param {string} source of the test file
 * @param {string} path decides the language
 * @param {string} name
 */
export function hasTest(source, path, name) {
    const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const pattern = path.endsWith(".py")
        ? `^\\s*(?:async )?def ${escaped}\\(`
        : `\\b(?:it|test|describe)(?:\\.\\w+(?:\\([^\\n]*\\)(?: as const\\))?)?)?\\(\\s*["'\`]${escaped}`;
    return new RegExp(pattern, "m").test(source);
}

/**
 * What is wrong with a threat model: tests that do not exist, and lines of its tables of threats without a test.
 *
 * @param {string} text Markdown
 * @param {string} root where the paths begin
 * @returns {string[]} sentences
 */
export function mistakes(text, root) {
    const missing = namedTests(text).flatMap(({ path, name }) => {
        const file = join(root, path);
        if (!existsSync(file)) {
            return [`There is no file ${path}.`];
        }
        return hasTest(readFileSync(file, "utf8"), path, name) ? [] : [`${path} has no test “${name}”.`];
    });
    return [...missing, ...untested(text)];
}

/** @param {string} text */
function untested(text) {
    const threats = text.split(/^## /m).find((section) => section.startsWith("Threats"));
    if (!threats) {
        return ["There is no section “Threats”."];
    }
    return threats
        .split("\n")
        .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+$/.test(line))
        .map((line) => line.split(CELLS).map((cell) => cell.trim()))
        .filter((cells) => cells[1] !== "Threat" && namedTests(cells[3] ?? "").length === 0)
        .map((cells) => `No test is named for “${cells[1]}”.`);
}
