// @ts-check
import { expect, test } from "vitest";
import { OdooLog } from "../lib/odoo-log.mjs";

/**
 * @param {string} level
 * @param {string} logger
 * @param {string} message
 */
const line = (level, logger, message) => `2026-01-02 03:04:05,678 2 ${level} support_center ${logger}: ${message}\n`;
const TESTS = "odoo.addons.support_center.tests.test_x";

/** @param {string} text */
function read(text) {
    const log = new OdooLog();
    log.write(text);
    return log.end();
}

test("counts the tests that started and did not fail", () => {
    const text = line("INFO", TESTS, "Starting TestX.test_a ... ") + line("INFO", TESTS, "Starting TestX.test_b ... ");
    expect(read(text)).toEqual({ passed: 2, failures: [], skipped: [] });
});

test("a failure has its traceback, up to the next record", () => {
    const text =
        line("INFO", TESTS, "Starting TestX.test_a ... ") +
        line("ERROR", TESTS, "FAIL: TestX.test_a") +
        "Traceback (most recent call last):\n  File x\nAssertionError: 1 != 2\n" +
        line("INFO", TESTS, "Starting TestX.test_b ... ");
    expect(read(text)).toEqual({
        passed: 1,
        failures: [
            {
                test: "support_center.test_x.TestX.test_a",
                details: "Traceback (most recent call last):\n  File x\nAssertionError: 1 != 2",
            },
        ],
        skipped: [],
    });
});

test("tests of the same name in two files are two", () => {
    const other = line("INFO", TESTS.replace("test_x", "test_y"), "Starting TestX.test_a ... ");
    expect(read(line("INFO", TESTS, "Starting TestX.test_a ... ") + other).passed).toBe(2);
});

test("a subtest's failure counts against its test, and says which it was", () => {
    const text =
        line("INFO", TESTS, "Starting TestX.test_a ... ") +
        line("ERROR", TESTS, "ERROR: Subtest TestX.test_a (zone='UTC')") +
        "boom\n";
    const { passed, failures } = read(text);
    expect(passed).toBe(0);
    expect(failures).toEqual([{ test: "support_center.test_x.TestX.test_a", details: "(zone='UTC')\nboom" }]);
});

test("an error outside a test is a failure; Odoo's closing counts are not", () => {
    const text =
        line("CRITICAL", "odoo.modules.registry", "Failed to load registry") +
        line("ERROR", "odoo.tests.result", "1 failed, 0 error(s) of 3 tests when loading database 'x'") +
        line("ERROR", "odoo.modules.loading", "At least one test failed when loading the modules.");
    expect(read(text).failures).toEqual([
        { test: "odoo.modules.registry (logged an error)", details: "Failed to load registry" },
    ]);
});

test("skipped tests are named and not passed", () => {
    const text =
        line("INFO", TESTS, "Starting TestX.test_a ... ") + line("INFO", TESTS, "skipped TestX.test_a : no browser");
    expect(read(text)).toEqual({ passed: 0, failures: [], skipped: ["support_center.test_x.TestX.test_a"] });
});

test("output may come in any pieces", () => {
    const text = line("INFO", TESTS, "Starting TestX.test_a ... ") + line("ERROR", TESTS, "FAIL: TestX.test_a") + "why";
    const log = new OdooLog();
    for (const character of text) log.write(character);
    expect(log.end()).toEqual(read(text));
});
