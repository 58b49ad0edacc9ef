import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../lib/paths.mjs";
import { hasTest, mistakes, namedTests } from "../lib/threat-model.mjs";

test("the threat model names a test for each line, and all of them exist", () => {
    const text = readFileSync(join(ROOT, "docs/threat-model.md"), "utf8");
    expect(namedTests(text).length).toBeGreaterThan(50);
    expect(mistakes(text, ROOT)).toEqual([]);
});

test("a test is found by its name or how it begins, and nothing else is", () => {
    const python = "class TestX:\n    def test_reads_own_only(self):\n        # test_gone(\n";
    expect(hasTest(python, "x.py", "test_reads_own_only")).toBe(true);
    expect(hasTest(python, "x.py", "test_reads_own")).toBe(false);
    expect(hasTest(python, "x.py", "test_gone")).toBe(false);
    const script =
        'it("never tells what Odoo\'s fault says", () => {});\nit.each(["a"] as const)("takes %s", () => {});\n// refuses it\n';
    expect(hasTest(script, "x.ts", "never tells what Odoo")).toBe(true);
    expect(hasTest(script, "x.ts", "takes %s")).toBe(true);
    expect(hasTest(script, "x.ts", "refuses it")).toBe(false);
});

test("a line without a test, a test that is gone, and a file that is gone are told", () => {
    const text = [
        "## Threats",
        "| Threat | What prevents it | Test |",
        "| --- | --- | --- |",
        "| Forgery | a signature | |",
        "| Theft | a lock | `scripts/tests/threat-model.test.mjs::no such thing` |",
        "| Fire | water | `scripts/tests/gone.test.mjs::anything` |",
    ].join("\n");
    expect(mistakes(text, ROOT)).toEqual([
        "scripts/tests/threat-model.test.mjs has no test “no such thing”.",
        "There is no file scripts/tests/gone.test.mjs.",
        "No test is named for “Forgery”.",
    ]);
});
