// @ts-check
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderKey, keyOf } from "../lib/hash.mjs";
import { lockHolder, tryLock, withLock } from "../lib/lock.mjs";
import { dependencies, dependsOf, versionOf } from "../lib/manifest.mjs";
import { reservePort } from "../lib/ports.mjs";
import { preferences, RECIPE, rootfsKey } from "../lib/rootfs.mjs";
import { bwrapArgs } from "../lib/sandbox.mjs";

/** @type {string} */
let folder;
beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tools-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("keys differ when a value does, and are the same otherwise", () => {
    expect(keyOf("a", { b: 1 })).toBe(keyOf("a", { b: 1 }));
    expect(keyOf("a", { b: 1 })).not.toBe(keyOf("a", { b: 2 }));
    expect(keyOf("ab")).not.toBe(keyOf("a", "b"));
});

test("a folder's key follows names and content, not Python's cache", async () => {
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "sub", "a.py"), "1");
    const key = await folderKey(folder);
    await mkdir(join(folder, "__pycache__"));
    await writeFile(join(folder, "__pycache__", "a.pyc"), "x");
    expect(await folderKey(folder)).toBe(key);
    await writeFile(join(folder, "sub", "a.py"), "2");
    expect(await folderKey(folder)).not.toBe(key);
});

test("a change of the recipe makes another root file system", () => {
    expect(rootfsKey({ ...RECIPE, packages: [...RECIPE.packages, "zip"] })).not.toBe(rootfsKey());
    expect(preferences(RECIPE)).toContain("Package: odoo-19\nPin: release n=sid\nPin-Priority: 600");
});

test("a lock excludes, names its holder, and can be taken again", async () => {
    const release = await tryLock(folder);
    expect(release).toBeTypeOf("function");
    expect(await tryLock(folder)).toBeUndefined();
    expect(await lockHolder(folder)).toBe(process.pid);
    await release?.();
    expect(await lockHolder(folder)).toBeUndefined();
    expect(await withLock(folder, async () => lockHolder(folder))).toBe(process.pid);
});

test("work under one lock never overlaps", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(folder, work)));
    expect(most).toBe(1);
});

test("a busy port is passed over, and so is one that another start has found free but does not use yet", async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = server.address();
    const busy = typeof address === "object" && address ? address.port : 0;
    const found = (await reservePort(busy)) ?? 0;
    server.close();
    expect(found).toBeGreaterThan(busy);
    expect(await reservePort(found)).toBeGreaterThan(found);
});

test("a manifest's dependencies and version are read, comments aside", () => {
    const text = `# "depends": ["no"]\n{\n "version": "19.0.1.2.3",\n 'depends': ["base", # "sale"\n  'helpdesk',\n ],\n "data": ["x.xml"]}`;
    expect(dependsOf(text)).toContain("helpdesk");
    expect(dependsOf(text)).not.toContain("no");
    expect(dependsOf("{}")).toEqual([]);
    expect(versionOf(text)).toBe("19.0.1.2.3");
    expect(() => versionOf("{}")).toThrow();
});

test("what Odoo has to have for our addons", () => {
    const ours = new Map([
        ["support_center", ["helpdesk", "rpc"]],
        ["helpdesk", ["mail", "support_center"]],
    ]);
    expect(dependencies(["support_center"], ours)).toEqual({
        standard: ["mail", "rpc"],
        ours: ["helpdesk", "support_center"],
    });
});

test("the sandbox is read-only, dies with us, and shows each folder to all users inside", () => {
    const mounts = [{ from: "/a/b/c" }, { from: "/data", to: "/run/x", writable: true }];
    const args = bwrapArgs({ rootfs: "/r", user: "odoo", mounts }, ["odoo", "--version"], 3).join(" ");
    for (const part of ["--die-with-parent", "--unshare-pid", "--info-fd 3", "--ro-bind /r/usr /usr", "--clearenv"]) {
        expect(args).toContain(part);
    }
    expect(args).toContain("--perms 0755 --dir /a --perms 0755 --dir /a/b --ro-bind /a/b/c /a/b/c --bind /data /run/x");
    expect(args).toMatch(/-- setpriv --reuid=odoo --regid=odoo --init-groups odoo --version$/);
});

test("a folder in the way of the root file system is refused in a sentence", () => {
    const sandbox = { rootfs: "/r", user: /** @type {const} */ ("odoo"), mounts: [{ from: "/usr/src/project" }] };
    expect(() => bwrapArgs(sandbox, ["true"])).toThrow(
        "Odoo can't be given /usr/src/project. Move the folder out of /usr.",
    );
});
