// @ts-check
import { expect, test } from "vitest";
import { run } from "../lib/exec.mjs";
import { ROOT } from "../lib/paths.mjs";

test("npm runs no install script of a package: some only report to their makers who installs them", async () => {
    const { stdout } = await run("npm", ["config", "get", "ignore-scripts"], { cwd: ROOT });
    expect(stdout.trim()).toBe("true");
});
