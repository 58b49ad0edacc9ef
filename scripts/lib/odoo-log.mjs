// @ts-check

/**
 * @typedef {object} Failure
 * @property {string} test `module.file.Class.method`, or what went wrong outside a test
 * @property {string} details traceback or message
 *
 * @typedef {object} Results
 * @property {number} passed
 * @property {Failure[]} failures failed tests, and errors logged outside tests
 * @property {string[]} skipped
 */

const RECORD = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ ([A-Z]+) (\S+) (\S+): (.*)$/;

/** @param {string} logger */
function moduleOf(logger) {
    return logger.replace(/^odoo\.addons\./, "").replace(/\.tests\./, ".");
}

/** Reads Odoo's log as it comes and keeps what became of each test. */
export class OdooLog {
    /** @type {Set<string>} */
    #started = new Set();
    /** @type {Failure[]} */
    #failures = [];
    /** @type {string[]} */
    #skipped = [];
    /** @type {{level: string, logger: string, lines: string[]} | undefined} */
    #record;
    #rest = "";
    #onFailure;
    #onStart;

    /** @param {{onFailure?: (failure: Failure) => void, onStart?: (test: string, count: number) => void}} [listeners] */
    constructor({ onFailure, onStart } = {}) {
        this.#onFailure = onFailure;
        this.#onStart = onStart;
    }

    /** @param {string} text any part of the log */
    write(text) {
        const lines = (this.#rest + text).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) this.#line(line);
    }

    /** @returns {Results} */
    end() {
        if (this.#rest) this.#line(this.#rest);
        this.#rest = "";
        this.#flush();
        const failed = new Set(this.#failures.map(({ test }) => test));
        const passed = [...this.#started].filter((test) => !failed.has(test) && !this.#skipped.includes(test)).length;
        return { passed, failures: this.#failures, skipped: this.#skipped };
    }

    /** @param {string} line */
    #line(line) {
        const match = RECORD.exec(line);
        if (!match) {
            this.#record?.lines.push(line);
            return;
        }
        this.#flush();
        const [, level = "", , logger = "", message = ""] = match;
        this.#record = { level, logger, lines: [message] };
    }

    #flush() {
        const record = this.#record;
        this.#record = undefined;
        if (!record) return;
        const [first = "", ...more] = record.lines;
        const module = moduleOf(record.logger);
        const starting = /^Starting (\S+) \.\.\.\s*$/.exec(first);
        const skipped = /^skipped (\S+) : /.exec(first);
        if (starting) {
            this.#started.add(`${module}.${starting[1]}`);
            this.#onStart?.(`${module}.${starting[1]}`, this.#started.size);
        } else if (skipped) {
            this.#skipped.push(`${module}.${skipped[1]}`);
        } else if (record.level === "ERROR" || record.level === "CRITICAL") {
            this.#fail(module, first, more);
        }
    }

    /**
     * @param {string} module
     * @param {string} first
     * @param {string[]} more
     */
    #fail(module, first, more) {
        const inTest = /^(?:FAIL|ERROR): (?:Subtest )?(\S+)(.*)$/.exec(first);
        // The closing count of failures repeats what was said one by one.
        if (
            /^\d+ failed, \d+ error\(s\) of \d+ tests|^Module \S+: \d+ failures, \d+ errors|^At least one test failed/.test(
                first,
            )
        )
            return;
        const failure = inTest
            ? {
                  test: `${module}.${inTest[1]}`,
                  details: `${inTest[2] ? `${inTest[2].trim()}\n` : ""}${more.join("\n").trim()}`,
              }
            : { test: `${module} (logged an error)`, details: [first, ...more].join("\n").trim() };
        this.#failures.push(failure);
        this.#onFailure?.(failure);
    }
}
