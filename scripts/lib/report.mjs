// @ts-check

/** @typedef {{name: string, problem?: string}} Result of one check; without `problem` it passed */

/**
 * Prints results the way every test runner here does: what failed, by name, and the sum.
 * @param {string} title
 * @param {readonly Result[]} results
 * @returns {number} the exit code
 */
export function report(title, results) {
    const failures = results.filter((result) => result.problem !== undefined);
    if (failures.length > 0) console.log(`\nFailed (${title}):`);
    for (const { name, problem } of failures) console.log(`  ${name}: ${problem}`);
    console.log(`\n${results.length - failures.length} passed, ${failures.length} failed`);
    return failures.length > 0 || results.length === 0 ? 1 : 0;
}
