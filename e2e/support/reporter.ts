import { stripVTControlCharacters } from "node:util";
import type { FullResult, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";

/** One line per journey, the reason below those that failed, and the count at the end. */
export default class LineReporter implements Reporter {
    #tests: readonly TestCase[] = [];
    #done = 0;
    #errors = 0;

    onBegin(_config: unknown, suite: Suite): void {
        this.#tests = suite.allTests();
    }

    onError(error: { message?: string; stack?: string }): void {
        this.#errors++;
        console.log(error.stack ?? error.message);
    }

    onTestEnd(test: TestCase, result: TestResult): void {
        this.#done++;
        const mark = test.outcome() === "expected" ? "ok    " : "FAILED";
        const seconds = (result.duration / 1000).toFixed(1);
        console.log(`${mark} ${this.#done}/${this.#tests.length} ${title(test)} (${seconds} s)`);
        if (test.outcome() === "expected") return;
        for (const error of result.errors) {
            const text = [error.stack ?? error.message ?? String(error.value), error.snippet ?? ""].join("\n");
            console.log(stripVTControlCharacters(text).replace(/^/gm, "       "));
        }
    }

    onEnd(result: FullResult): void {
        const failed = this.#tests.filter((test) => test.outcome() !== "expected");
        if (failed.length > 0) console.log("\nFailed or not run (browser journeys):");
        for (const test of failed) console.log(`  ${title(test)}`);
        const failures = failed.length + this.#errors + (result.status === "passed" ? 0 : Number(failed.length === 0));
        console.log(`\n${this.#tests.length - failed.length} passed, ${failures} failed`);
    }

    printsToStdio(): boolean {
        return true;
    }
}

function title(test: TestCase): string {
    return test.titlePath().filter(Boolean).slice(1).join(" › ");
}
