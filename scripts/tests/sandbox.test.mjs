// @ts-check
import { expect, it } from "vitest";
import { bwrapArgs } from "../lib/sandbox.mjs";

/** @param {string[]} folders */
function foldersMade(...folders) {
    const mounts = folders.map((from) => ({ from }));
    const args = bwrapArgs({ rootfs: "/cache/rootfs", mounts, user: "odoo" }, ["odoo"]);
    return args.filter((_, index) => args[index - 1] === "--dir");
}

it("makes the folders above a mount readable, below /tmp too", () => {
    expect(foldersMade("/tmp/clone/main")).toEqual(["/tmp/clone"]);
    expect(foldersMade("/srv/clone/main")).toEqual(["/srv", "/srv/clone"]);
});

it("makes none inside of what is mounted already", () => {
    expect(foldersMade("/srv/main", "/srv/main/addons/community")).toEqual(["/srv"]);
});

it("refuses what would hide the root file system's own", () => {
    expect(() => foldersMade("/usr/src/main")).toThrow(/Move the folder/);
});
