// @ts-check
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isOpenToOthers } from "../lib/runtime.mjs";

/** @type {string} */
let home;

beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "home-"));
});

afterEach(() => rm(home, { recursive: true }));

it.each([
    [0o700, false],
    [0o750, false],
    [0o711, true],
    [0o755, true],
])("a folder below one of mode %o is open to others: %s", async (mode, open) => {
    const folder = join(home, "cache", "support-center");
    await mkdir(join(home, "cache"));
    await chmod(join(home, "cache"), 0o755);
    await chmod(home, mode);
    expect(await isOpenToOthers(folder)).toBe(open);
});
