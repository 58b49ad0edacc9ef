// @ts-check

/**
 * @typedef {{id: number, ms: number, tries?: number} | {fault: number, message: string, ms: number, tries?: number}} Outcome
 *   what one client got
 */

/** What a loser has to be told: who is taken, and from when to when. */
const REFUSAL =
    /^(.+) is already booked from (.+\d{1,2}:\d\d.*) to (.+\d{1,2}:\d\d.*) \((?:.+, )?travel included\)\. Choose another time or technician\.$/u;

/**
 * @param {readonly number[]} values
 * @param {number} share 0.5 for the median
 */
export function quantile(values, share) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * What is wrong with one round; empty when nothing is.
 * @param {readonly Outcome[]} outcomes
 * @param {string} technician name of whom everybody wanted
 * @returns {string[]}
 */
export function problemsOf(outcomes, technician) {
    const problems = [];
    const winners = outcomes.filter((outcome) => "id" in outcome);
    if (winners.length !== 1) problems.push(`${winners.length} clients got the slot`);
    for (const outcome of outcomes) {
        if ((outcome.tries ?? 1) > 1) problems.push(`Odoo tried ${outcome.tries} times`);
        if ("id" in outcome) continue;
        if (outcome.fault !== 2 || REFUSAL.exec(outcome.message)?.[1] !== technician) {
            problems.push(`a loser got fault ${outcome.fault}: ${outcome.message.trim().split("\n").at(-1)}`);
        }
    }
    return problems;
}

/**
 * Times of all losers, in words.
 * @param {ReadonlyArray<readonly Outcome[]>} rounds
 */
export function distribution(rounds) {
    const line = (/** @type {string} */ name, /** @type {number[]} */ values) =>
        `${name}: median ${quantile(values, 0.5).toFixed(0)} ms, 95 % ${quantile(values, 0.95).toFixed(0)} ms, slowest ${Math.max(...values).toFixed(0)} ms`;
    const all = rounds.flat();
    return [
        line(
            "losers",
            all.filter((outcome) => "fault" in outcome).map((outcome) => outcome.ms),
        ),
        line(
            "winners",
            all.filter((outcome) => "id" in outcome).map((outcome) => outcome.ms),
        ),
    ].join("; ");
}
