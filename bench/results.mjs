// @ts-check
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../scripts/lib/paths.mjs";

/**
 * Keeps what a benchmark found, in place of what it found before.
 * @param {string} name of the benchmark
 * @param {string} text Markdown
 */
export async function keepResult(name, text) {
    const folder = join(ROOT, "bench", "results");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.md`), text);
}
