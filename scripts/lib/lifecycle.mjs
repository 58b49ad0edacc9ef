// @ts-check
import { UserError } from "./errors.mjs";

/** @type {Array<() => unknown>} */
const cleanups = [];
let finishing = false;

/**
 * Registers work that must be undone however the command ends; last registered, first undone.
 * @param {() => unknown} cleanup
 * @returns {() => void} forgets the cleanup again
 */
export function onExit(cleanup) {
    cleanups.push(cleanup);
    return () => {
        const index = cleanups.indexOf(cleanup);
        if (index >= 0) cleanups.splice(index, 1);
    };
}

async function runCleanups() {
    while (cleanups.length > 0) {
        const cleanup = cleanups.pop();
        try {
            await cleanup?.();
        } catch (error) {
            console.error(error);
            process.exitCode = 1;
        }
    }
}

/** @param {number} code */
async function finish(code) {
    if (finishing) return;
    finishing = true;
    await runCleanups();
    process.exit(process.exitCode || code);
}

/**
 * Runs a command's main function: prints problems, undoes what was registered with {@link onExit} (also on Ctrl-C,
 * a closed terminal and `kill`), and sets the exit code.
 * @param {() => Promise<number | void>} main returns the exit code, 0 when absent
 */
export function runMain(main) {
    /** @type {Array<[NodeJS.Signals, number]>} */
    const signals = [
        ["SIGINT", 130],
        ["SIGTERM", 143],
        ["SIGHUP", 129],
    ];
    for (const [signal, code] of signals) process.on(signal, () => void finish(code));
    main().then(
        (code) => finish(code ?? 0),
        (error) => {
            if (!finishing) console.error(error instanceof UserError ? `\nError: ${error.message}` : error);
            return finish(1);
        },
    );
}
