// @ts-check
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "./errors.mjs";

const DEBIAN_SUITES = new Set([
    "stable",
    "oldstable",
    "testing",
    "unstable",
    "sid",
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
]);

/** @typedef {{uri: string, suites: string[], components: string[]}} AptSource */

/**
 * One-line format: `deb [options] URI SUITE COMPONENT…`.
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseOneLine(text) {
    return text.split("\n").flatMap((line) => {
        const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
        if (!match) return [];
        const [, uri = "", suite = "", components = ""] = match;
        return [{ uri, suites: [suite], components: components.trim().split(/\s+/).filter(Boolean) }];
    });
}

/**
 * deb822 format: stanzas of `Field: value`, comments allowed between the lines.
 * @param {string} text
 * @returns {AptSource[]}
 */
export function parseDeb822(text) {
    const lines = text.split("\n").filter((line) => !line.startsWith("#"));
    const stanzas = lines.join("\n").split(/\n\s*\n/);
    return stanzas.flatMap((stanza) => {
        /** @type {Map<string, string[]>} */
        const fields = new Map();
        let current = "";
        for (const line of stanza.split("\n")) {
            const match = /^([A-Za-z-]+):(.*)$/.exec(line);
            if (match) current = (match[1] ?? "").toLowerCase();
            const words = (match ? (match[2] ?? "") : line).trim().split(/\s+/).filter(Boolean);
            fields.set(current, [...(fields.get(current) ?? []), ...words]);
        }
        if (!fields.get("types")?.includes("deb") || fields.get("enabled")?.[0] === "no") return [];
        const suites = fields.get("suites") ?? [];
        const components = fields.get("components") ?? [];
        return (fields.get("uris") ?? []).map((uri) => ({ uri, suites, components }));
    });
}

/**
 * The mirror that serves Debian itself; other vendors' sources and the security archive are passed over.
 * @param {AptSource[]} sources
 * @returns {string | undefined} its address without a slash at the end
 */
export function debianMirror(sources) {
    const found = sources.find(
        ({ uri, suites, components }) =>
            /^https?:/.test(uri) && components.includes("main") && suites.some((suite) => DEBIAN_SUITES.has(suite)),
    );
    return found?.uri.replace(/\/+$/, "");
}

/**
 * The machine's own Debian mirror, or the one that SUPPORT_CENTER_DEBIAN_MIRROR names.
 * @param {string} [etc]
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function readDebianMirror(etc = "/etc/apt", env = process.env) {
    if (env.SUPPORT_CENTER_DEBIAN_MIRROR) return env.SUPPORT_CENTER_DEBIAN_MIRROR.replace(/\/+$/, "");
    const folder = join(etc, "sources.list.d");
    const names = (await readdir(folder).catch(() => /** @type {string[]} */ ([]))).sort();
    const files = [join(etc, "sources.list"), ...names.map((name) => join(folder, name))];
    /** @type {AptSource[]} */
    const sources = [];
    for (const file of files) {
        const text = await readFile(file, "utf8").catch(() => "");
        sources.push(
            ...(file.endsWith(".sources") ? parseDeb822(text) : file.endsWith(".list") ? parseOneLine(text) : []),
        );
    }
    const mirror = debianMirror(sources);
    if (!mirror) {
        throw new UserError(
            `No Debian mirror stands in ${etc}. This needs Debian 12 or 13, or SUPPORT_CENTER_DEBIAN_MIRROR set to the address of one.`,
        );
    }
    return mirror;
}
