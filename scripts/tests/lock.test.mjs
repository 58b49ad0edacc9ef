// @ts-check
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../lib/exec.mjs";
import { tryLock } from "../lib/lock.mjs";
import { ensureNewerNode } from "../lib/newer-node.mjs";
import { ROOT } from "../lib/paths.mjs";

test("a lock excludes commands that run on another Node", { timeout: 120_000 }, async () => {
    const name = `lock test ${process.pid}`;
    const release = await tryLock(name);
    const program = `
        import { lockHolder, tryLock } from ${JSON.stringify(join(ROOT, "scripts/lib/lock.mjs"))};
        console.log(await tryLock(${JSON.stringify(name)}) === undefined, await lockHolder(${JSON.stringify(name)}));`;
    const { stdout, stderr } = await run(await ensureNewerNode(console.log), ["--input-type=module", "-e", program]);
    await release?.();
    expect(stdout.trim(), stderr).toBe(`true ${process.pid}`);
});
