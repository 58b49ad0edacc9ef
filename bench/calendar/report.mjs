// @ts-check
import { quantile } from "../../scripts/lib/race.mjs";

/**
 * @typedef {object} Column what was measured with so many technicians
 * @property {number} technicians
 * @property {Awaited<ReturnType<import('./measure.mjs')['measureBoard']>>} board
 * @property {number[]} bare frames of the bare page
 * @property {number[]} peer Odoo's own calendar
 * @property {number} busy load of the machine
 *
 * @typedef {{technicians: number, prefetched: number[], unfetched: number[], busy: number}} Month
 *
 * @typedef {{text: string, holds: boolean}} Cell
 */

/** @param {readonly number[]} values */
function summary(values) {
    return { median: quantile(values, 0.5), p95: quantile(values, 0.95), worst: quantile(values, 1) };
}

/** @param {readonly number[]} values @param {number} [digits] */
function times(values, digits = 0) {
    const { median, p95 } = summary(values);
    return `${median.toFixed(digits)} (${p95.toFixed(digits)})`;
}

/** @param {Column} column @returns {[string, string, Cell][]} */
function rows({ technicians, board, bare, peer }) {
    const isLarge = technicians > 100;
    const peerMedian = summary(peer).median;
    const unfetchedLimit = isLarge ? 250 : 180;
    const factor = isLarge ? 75 : 20;
    const median = (/** @type {readonly number[]} */ values) => summary(values).median;
    const within = (/** @type {readonly number[]} */ values, /** @type {number} */ limit, most = Infinity) => ({
        text: times(values),
        holds: median(values) <= limit && summary(values).p95 <= most,
    });
    const frames = summary(board.frames);
    const bareFrames = summary(bare);
    const shown = board.saves.map((save) => save.shown);
    const afterSave = board.saves.map((save) => save.shown - save.request);
    const afterWrite = board.saved.map((saved, index) => saved - (board.requests[index] ?? NaN));
    const dialogRatio = median(board.dialog) / median(board.list);
    const ratio = peerMedian / median(board.unfetched);
    return [
        ["next or previous week, prefetched", "≤ 90, p95 ≤ 150", within(board.prefetched, 90, 150)],
        ["next week, not prefetched", `≤ ${unfetchedLimit}`, within(board.unfetched, unfetchedLimit)],
        ["the same in Odoo's own calendar", "", { text: times(peer), holds: true }],
        ["how many times as quick as Odoo's own", `≥ ${factor}`, { text: ratio.toFixed(1), holds: ratio >= factor }],
        ["four weeks on, right after the page was loaded", "p95 ≤ 500", within(board.loading, Infinity, 500)],
        ["switch layout", "≤ 150", within(board.layout, 150)],
        ["filter", "≤ 150", within(board.filter, 150)],
        ["hide or show cancelled", "≤ 150", within(board.hide, 150)],
        [
            "frame while scrolling; worst",
            "≤ 1.3 × bare; ≤ 100",
            {
                text: `${frames.median.toFixed(1)}; ${frames.worst.toFixed(0)}`,
                holds: frames.median <= 1.3 * bareFrames.median && frames.worst <= 100,
            },
        ],
        [
            "the same of a bare page",
            "",
            { text: `${bareFrames.median.toFixed(1)}; ${bareFrames.worst.toFixed(0)}`, holds: true },
        ],
        [
            "open the form dialog; times Odoo's from a list",
            "≤ 1.2 ×",
            { text: `${times(board.dialog)}; ${dialogRatio.toFixed(2)} ×`, holds: dialogRatio <= 1.2 },
        ],
        ["Save of a new one → block shown", "p95 ≤ 500", within(shown, Infinity, 500)],
        ["of that, beyond the create call", "≤ 80", within(afterSave, 80)],
        ["drop → block painted", "≤ 50", within(board.painted, 50)],
        ["drop → saved, beyond the write call", "≤ 50", within(afterWrite, 50)],
        [
            "scripting of a frame during a drag",
            "≤ 8",
            { text: times(board.scripting, 1), holds: median(board.scripting) <= 8 },
        ],
        ["bytes of an appointment, raw JSON", "≤ 80", { text: board.bytes.toFixed(1), holds: board.bytes <= 80 }],
        ["elements of the view", "≤ 6,000", { text: String(board.nodes), holds: board.nodes <= 6000 }],
        [
            "heap above Odoo's list of appointments, MB",
            `≤ ${isLarge ? 40 : 25}`,
            { text: board.megabytes.toFixed(1), holds: board.megabytes <= (isLarge ? 40 : 25) },
        ],
    ];
}

/**
 * The whole table, and what falls short.
 * @param {readonly Column[]} columns
 * @param {Month | null} month
 */
export function report(columns, month) {
    const tables = columns.map(rows);
    const titles = columns.map(
        ({ technicians, board, busy }) =>
            `${technicians} technicians, ${board.appointments.toLocaleString("en")} visits in the week, load average ${busy.toFixed(1)}`,
    );
    const lines = [
        "Milliseconds from click to painted, medians with the 95th percentile in brackets.",
        "",
        `| | Budget | ${titles.join(" | Budget | ")} |`,
        `|---|${"---|---|".repeat(columns.length)}`,
    ];
    (tables[0] ?? []).forEach(([name], index) => {
        const cells = tables.map((table) => {
            const [, budget, { text, holds }] = table[index] ?? ["", "", { text: "", holds: true }];
            return `${budget} | ${text}${holds ? "" : " ✗"}`;
        });
        lines.push(`| ${name} | ${cells.join(" | ")} |`);
    });
    /** @type {string[]} */
    const short = tables.flatMap((table, index) =>
        table
            .filter(([, , { holds }]) => !holds)
            .map(([name]) => `${name} (${columns[index]?.technicians} technicians)`),
    );
    if (month) {
        const slow = [month.prefetched, month.unfetched].some((values) => summary(values).median > 1000);
        lines.push(
            "",
            `Month of ${month.technicians} technicians (load average ${month.busy.toFixed(1)}): next or previous ${times(month.prefetched)}, ` +
                `another one that was not prefetched ${times(month.unfetched)}; budget 1000.`,
        );
        if (slow) short.push(`month of ${month.technicians} technicians`);
    }
    lines.push("", short.length > 0 ? `Falls short: ${short.join("; ")}.` : "Nothing falls short.");
    return lines.join("\n");
}
