// @ts-check
import { expect, test } from "vitest";
import { declaredModules, differences, exportsOf, fileOf, importsOf } from "../lib/odoo-modules.mjs";

/** @param {Record<string, string>} files */
const follower = (files) => {
    /** @param {string} name @returns {ReturnType<typeof exportsOf>} */
    const follow = (name) => exportsOf(files[name] ?? "", follow);
    return follow;
};

test("every way to export a name is seen", async () => {
    const follow = follower({
        main: `
            import { hidden } from "other";
            function inner(a, b) {}
            export const one = 1, { two } = {};
            export function three(a) {}
            export class Four { five() { this.six = 1; } }
            export { inner as seven };
            export { eight } from "other";
            export * from "other";`,
        other: "export function eight(a, b, c) {} export let nine;",
    });
    const found = await follow("main");
    expect([...found.keys()].sort()).toEqual(["Four", "eight", "nine", "one", "seven", "three", "two"]);
    expect(found.get("seven")).toEqual({ parameters: 2 });
    expect(found.get("eight")).toEqual({ parameters: 3 });
    expect(found.get("Four")).toEqual({ members: ["five", "six"] });
    expect((await exportsOf("(function (exports) {\n    exports.mount = mount;\n})({})", follow)).has("mount")).toBe(
        true,
    );
});

test("what Odoo renamed is found, and by which name", async () => {
    const described = declaredModules(`
        declare module "@web/core/thing" {
            interface NotExported { x: number }
            export const gone: number;
            export function useThing(a: string, b: string): void;
            export class Kept { stays(): void; left: string; }
            export class Any { more(): void; }
        }
        declare module "luxon" { export class DateTime {} }`);
    expect([...described.keys()]).toEqual(["@web/core/thing"]);
    const real = await exportsOf(
        "export function useThing(a) {} export class Kept { stays() {} } export const Any = make();",
        follower({}),
    );
    expect(differences("@web/core/thing", described.get("@web/core/thing") ?? new Map(), real)).toEqual([
        "@web/core/thing exports no gone.",
        "useThing of @web/core/thing takes 1 arguments, not 2.",
        "Kept of @web/core/thing has no left.",
    ]);
});

test("functions that take any number of arguments take as many as described", async () => {
    const described = declaredModules(`declare module "@web/a" {
        export function any(a: string, b: string): void;
        export function rest(...all: string[]): void;
    }`);
    const real = await exportsOf("export function any(...args) {} export function rest(a) {}", follower({}));
    expect(differences("@web/a", described.get("@web/a") ?? new Map(), real)).toEqual([]);
});

test("imports of values count, types and our own modules do not", () => {
    expect(
        importsOf(`
            import { one, type Two, three as four } from "@web/core/a";
            import type { Five } from "@odoo/arch";
            import { six } from "../core/b";
            import { seven } from "@support_center/core/c";`),
    ).toEqual([{ specifier: "@web/core/a", names: ["one", "three"] }]);
});

test("modules are where Odoo's loader finds them", () => {
    expect(fileOf("/addons", "@web/core/registry")).toBe("/addons/web/static/src/core/registry.js");
    expect(fileOf("/addons", "@mail/../tests/helpers")).toBe("/addons/mail/static/tests/helpers.js");
    expect(fileOf("/addons", "@odoo/owl")).toBe("/addons/web/static/lib/owl/owl.js");
    expect(fileOf("/addons", "@odoo/hoot-mock")).toBe("/addons/web/static/lib/hoot/hoot-mock.js");
});
