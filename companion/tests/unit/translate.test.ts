import { describe, expect, it } from "vitest";
import { toProblem, type Effect } from "../../src/http/translate.js";
import { OdooError } from "../../src/odoo/transport.js";

const EFFECTS: readonly Effect[] = ["none", "keyed", "unkeyed"];

describe("what a client is told to do when Odoo fails", () => {
    const told = (executed: "no" | "maybe", effect: Effect): string =>
        toProblem(new OdooError("interrupted", executed, "lost"), effect).message;

    it.each(EFFECTS)("is to try again when nothing was changed (%s)", (effect) => {
        expect(told("no", effect)).toContain("nothing was changed");
    });

    it("is to use the same Idempotency-Key only where there is one", () => {
        expect(EFFECTS.filter((effect) => told("maybe", effect).includes("Idempotency-Key"))).toEqual(["keyed"]);
    });

    it("is never to doubt a read, and to look before a change is repeated", () => {
        expect(told("maybe", "none")).toContain("nothing was changed");
        expect(told("maybe", "unkeyed")).toContain("Read the appointment");
    });
});
