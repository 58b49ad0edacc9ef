// @ts-check
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { debianMirror, parseDeb822, parseOneLine, readDebianMirror } from "../lib/apt-sources.mjs";

const DEB822 = `Types: deb
# http://snapshot.example/archive/debian/20250520T000000Z
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

test("deb822: comments between the fields, several stanzas", () => {
    expect(parseDeb822(DEB822)).toEqual([
        { uri: "http://mirror.example/debian/", suites: ["bookworm", "bookworm-updates"], components: ["main"] },
        { uri: "http://mirror.example/debian-security", suites: ["bookworm-security"], components: ["main"] },
    ]);
});

test("deb822: continued lines, disabled and source-only stanzas", () => {
    const text = `Types: deb-src\nURIs: http://a.example/debian\nSuites: trixie\nComponents: main

Enabled: no\nTypes: deb\nURIs: http://b.example/debian\nSuites: trixie\nComponents: main

Types: deb deb-src\nURIs:\n http://c.example/debian\n http://d.example/debian\nSuites: trixie\nComponents: main contrib\n`;
    expect(parseDeb822(text).map(({ uri }) => uri)).toEqual(["http://c.example/debian", "http://d.example/debian"]);
});

test("one-line format: options, comments, source packages", () => {
    const text = `# deb http://a.example/debian trixie main
deb-src http://b.example/debian trixie main
deb [signed-by=/usr/share/keyrings/x.gpg arch=amd64] http://c.example/debian trixie main contrib # why
deb http://d.example/debian trixie main`;
    expect(parseOneLine(text)).toEqual([
        { uri: "http://c.example/debian", suites: ["trixie"], components: ["main", "contrib"] },
        { uri: "http://d.example/debian", suites: ["trixie"], components: ["main"] },
    ]);
});

test("other vendors' sources, the security archive and media are passed over", () => {
    const sources = parseOneLine(`deb https://vendor.example/apt vendor-bookworm main
deb https://node.example/node_20.x nodistro main
deb cdrom:[Debian] bookworm main
deb http://security.example/debian-security bookworm-security main
deb http://mirror.example/debian/ bookworm main`);
    expect(debianMirror(sources)).toBe("http://mirror.example/debian");
});

/** @type {string} */
let etc;
beforeEach(async () => {
    etc = await mkdtemp(join(tmpdir(), "apt-"));
    await mkdir(join(etc, "sources.list.d"));
});
afterEach(() => rm(etc, { recursive: true }));

test("reads all files of a machine", async () => {
    await writeFile(join(etc, "sources.list.d", "a-vendor.list"), "deb https://vendor.example/apt stable-1 main\n");
    await writeFile(join(etc, "sources.list.d", "debian.sources"), DEB822);
    await writeFile(join(etc, "sources.list.d", "debian.sources.bak"), DEB822.replaceAll("mirror", "old"));
    expect(await readDebianMirror(etc, {})).toBe("http://mirror.example/debian");
});

test("the environment decides where it is set", async () => {
    expect(await readDebianMirror(etc, { SUPPORT_CENTER_DEBIAN_MIRROR: "http://own.example/debian/" })).toBe(
        "http://own.example/debian",
    );
});

test("a machine without Debian sources is told what to do", async () => {
    await expect(readDebianMirror(etc, {})).rejects.toThrow(/SUPPORT_CENTER_DEBIAN_MIRROR/);
});
