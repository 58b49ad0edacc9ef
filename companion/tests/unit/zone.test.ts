import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { startOfDay, ZonedFormat } from "../../src/time/instant.js";
import { findZone, zoneOf } from "../../src/time/zone.js";

const cldr = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve("cldr-bcp47/bcp47/timezone.json"), "utf8"),
) as { keyword: { u: { tz: Record<string, { _alias?: string }> } } };
const everyName = Object.values(cldr.keyword.u.tz)
    .flatMap(({ _alias }) => _alias?.split(" ") ?? [])
    .filter((name) => name !== "Etc/Unknown" && name !== "timezone");

describe("time zones", () => {
    it("are known by every name that this platform reports", () => {
        const names = Intl.supportedValuesOf("timeZone");
        expect(names.length).toBeGreaterThan(400);
        expect(names.filter((name) => !findZone(name))).toEqual([]);
    });

    it("are known by every name that CLDR has of them, and can be counted with", () => {
        expect(everyName.length).toBeGreaterThan(590);
        for (const name of everyName) {
            const zone = zoneOf(name);
            expect(zone.names).toContain(name === "Factory" ? "UTC" : name);
            expect(() => startOfDay("2026-03-02", zone.name)).not.toThrow();
            expect(new ZonedFormat(zone.name).format(0)).toMatch(/^19(70-01-01|69-12-31)T/);
        }
    });

    it.each([
        ["Asia/Calcutta", "Asia/Kolkata"],
        ["Asia/Kolkata", "Asia/Kolkata"],
        ["Europe/Kiev", "Europe/Kyiv"],
        ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
        ["US/Pacific", "America/Los_Angeles"],
        ["CET", "Europe/Brussels"],
        ["EST5EDT", "America/New_York"],
        ["Europe/Oslo", "Europe/Oslo"],
        ["Etc/UTC", "UTC"],
        ["UTC", "UTC"],
        ["GMT", "Etc/GMT"],
        ["europe/berlin", "Europe/Berlin"],
        ["posix/Europe/Berlin", "Europe/Berlin"],
        ["posixrules", "America/New_York"],
        ["Factory", "UTC"],
    ])("have one name of today: %s is %s", (name, today) => {
        expect(findZone(name)?.name).toBe(today);
    });

    it("are no offsets, abbreviations or anything else", () => {
        const others = [
            "+01:00",
            "Mars/Olympus",
            "",
            "GMT+1 ",
            "../etc/passwd",
            "Etc/Unknown",
            "__proto__",
            "timezone",
        ];
        expect(others.filter(findZone)).toEqual([]);
        // They mean several zones, or are names of ICU's alone.
        expect(["PST", "IST", "CST", "JST", "AST", "ACT"].filter(findZone)).toEqual([]);
    });
});
