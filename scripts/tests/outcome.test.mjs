// @ts-check
import { describe, expect, it } from "vitest";
import { readOutcome, readVitest, summary } from "../lib/outcome.mjs";

describe("readOutcome", () => {
    it("reads counts and names", () => {
        const output =
            "noise\n\nFailed (community helpdesk):\n  a.TestA.test_x\n  a.TestA.test_y\n\n7 passed, 2 failed\n";
        expect(readOutcome(output, 1, "odoo")).toEqual({ passed: 7, failed: ["a.TestA.test_x", "a.TestA.test_y"] });
    });

    it("does not take other indented lines for names", () => {
        const output = "FAILED a.test_x\n    Traceback\n\n3 passed, 0 failed";
        expect(readOutcome(output, 0, "odoo")).toEqual({ passed: 3, failed: [] });
    });

    it("never lets a failure without a name pass", () => {
        expect(readOutcome("1 passed, 2 failed", 1, "x").failed).toHaveLength(2);
    });

    it("fails a runner that crashed, whatever it said", () => {
        expect(readOutcome("boom", 1, "x").failed).toHaveLength(1);
        expect(readOutcome("5 passed, 0 failed", 1, "x").failed).toEqual(["x (ended with 1)"]);
    });

    it("fails a runner that ran nothing", () => {
        expect(readOutcome("0 passed, 0 failed", 0, "x").failed).toEqual(["x (ran no test)"]);
    });

    it("adds up several runs", () => {
        const output = "2 passed, 0 failed\nFailed again:\n  b\n3 passed, 1 failed, 1 skipped";
        expect(readOutcome(output, 1, "x")).toEqual({ passed: 5, failed: ["b"] });
    });
});

describe("readVitest", () => {
    it("names the file of a failed test, and files that could not be loaded", () => {
        const report = {
            testResults: [
                {
                    name: "a.test.ts",
                    status: "failed",
                    assertionResults: [
                        { status: "passed", fullName: "adds" },
                        { status: "failed", fullName: "divides" },
                        { status: "pending", fullName: "later" },
                    ],
                },
                { name: "b.test.ts", status: "failed", assertionResults: [] },
            ],
        };
        expect(readVitest(JSON.stringify(report))).toEqual({ passed: 1, failed: ["a.test.ts: divides", "b.test.ts"] });
    });
});

describe("summary", () => {
    it("closes with the sum and names what failed above it", () => {
        const report = summary([
            { name: "lint", seconds: 3.4, outcome: { passed: 10, failed: [] } },
            { name: "odoo", seconds: 61, outcome: { passed: 5, failed: ["test_x"] } },
        ]);
        const lines = report.split("\n");
        expect(lines.at(-1)).toBe("15 passed, 1 failed");
        expect(lines).toContain("  odoo: test_x");
    });
});
