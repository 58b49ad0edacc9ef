// @ts-check
import { readdirSync, readFileSync } from "node:fs";

/** @typedef {{pid: number, parent: number, start: string}} Process `start` with `pid` names a process for good */

/** @returns {Process[]} all that run now */
export function processes() {
    return readdirSync("/proc").flatMap((name) => {
        if (!/^\d+$/.test(name)) return [];
        try {
            const stat = readFileSync(`/proc/${name}/stat`, "utf8");
            const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
            return [{ pid: Number(name), parent: Number(fields[1]), start: fields[19] ?? "" }];
        } catch {
            return []; // ended between the two reads
        }
    });
}

/**
 * @param {number} root
 * @param {readonly Process[]} [all]
 * @returns {Process[]} the process itself, its children, and theirs
 */
export function family(root, all = processes()) {
    const found = all.filter(({ pid }) => pid === root);
    for (const member of found) found.push(...all.filter(({ parent }) => parent === member.pid));
    return found;
}
