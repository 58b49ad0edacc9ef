// @ts-check

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {string[]} failed names
 */

const COUNTS = /^(\d+) passed, (\d+) failed\b/;
const HEADING = /^Failed\b.*:$/;

/**
 * What a test runner of ours said of itself: below a line `Failed…:` the names of what failed, indented, and at the end
 * `N passed, N failed`.
 * @param {string} output
 * @param {number} exitCode
 * @param {string} name of the runner, for when it ended without saying anything
 * @returns {Outcome}
 */
export function readOutcome(output, exitCode, name) {
    /** @type {string[]} */
    const failed = [];
    let passed = 0;
    let failures = 0;
    let counted = false;
    let listing = false;
    for (const line of output.split("\n")) {
        const counts = COUNTS.exec(line);
        if (counts) {
            passed += Number(counts[1]);
            failures += Number(counts[2]);
            counted = true;
            listing = false;
        } else if (HEADING.test(line)) {
            listing = true;
        } else if (listing && /^\s+\S/.test(line)) {
            failed.push(line.trim());
        } else {
            listing = false;
        }
    }
    if (!counted) return { passed: 0, failed: [`${name} (ended with ${exitCode} without a result)`] };
    while (failed.length < failures) failed.push(`${name} (see its output)`);
    if (failed.length === 0 && exitCode !== 0) failed.push(`${name} (ended with ${exitCode})`);
    if (failed.length === 0 && passed === 0) failed.push(`${name} (ran no test)`);
    return { passed, failed };
}

/**
 * What vitest wrote with its JSON reporter.
 * @param {string} json
 * @returns {Outcome}
 */
export function readVitest(json) {
    /** @type {{testResults: {name: string, status: string, message?: string,
     *   assertionResults: {status: string, fullName: string}[]}[]}} */
    const report = JSON.parse(json);
    /** @type {string[]} */
    const failed = [];
    let passed = 0;
    for (const file of report.testResults) {
        for (const test of file.assertionResults) {
            if (test.status === "passed") passed++;
            else if (test.status === "failed") failed.push(`${file.name}: ${test.fullName}`);
        }
        if (file.status === "failed" && file.assertionResults.length === 0) failed.push(file.name);
    }
    return { passed, failed };
}

/**
 * The closing report: a line for each layer, the names of all that failed, and the sum.
 * @param {readonly {name: string, seconds: number, outcome: Outcome}[]} layers
 * @returns {string}
 */
export function summary(layers) {
    const width = Math.max(...layers.map(({ name }) => name.length));
    const lines = layers.map(({ name, seconds, outcome }) => {
        const counts = `${outcome.passed} passed, ${outcome.failed.length} failed`;
        return `  ${name.padEnd(width)}  ${String(Math.round(seconds)).padStart(4)} s  ${counts}`;
    });
    const failed = layers.flatMap(({ name, outcome }) => outcome.failed.map((test) => `  ${name}: ${test}`));
    const passed = layers.reduce((sum, { outcome }) => sum + outcome.passed, 0);
    if (failed.length > 0) lines.push("", "Failed:", ...failed);
    return [...lines, "", `${passed} passed, ${failed.length} failed`].join("\n");
}
