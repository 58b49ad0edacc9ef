// @ts-check
import { spawn } from "node:child_process";
import { UserError } from "./errors.mjs";

/**
 * @typedef {object} Result
 * @property {number} code exit code; 128 + n when ended by signal n
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs a program to its end and captures what it prints.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv | undefined, input?: string, echo?: boolean | ((text: string) => void), inherit?: boolean}} [options]
 *   `echo` also shows stderr and stdout while it runs, or hands them to a function; `inherit` hands it this terminal (nothing is captured)
 * @returns {Promise<Result>}
 */
export function run(file, args, options = {}) {
    const { echo } = options;
    /** @type {((text: string, stream: NodeJS.WriteStream) => void) | undefined} */
    const show = typeof echo === "function" ? echo : echo ? (text, stream) => stream.write(text) : undefined;
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, {
            cwd: options.cwd,
            env: options.env ?? process.env,
            // The fourth is where a sandbox tells its child's pid: nobody needs it here, but it must be writable.
            stdio: options.inherit
                ? ["inherit", "inherit", "inherit", "pipe"]
                : [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe", "pipe"],
        });
        /** @type {import('node:stream').Readable} */ (child.stdio[3]).resume();
        let stdout = "";
        let stderr = "";
        child.stdout?.setEncoding("utf8").on("data", (text) => {
            stdout += text;
            show?.(text, process.stdout);
        });
        child.stderr?.setEncoding("utf8").on("data", (text) => {
            stderr += text;
            show?.(text, process.stderr);
        });
        child.on("error", (error) => {
            const missing = "code" in error && error.code === "ENOENT";
            reject(missing ? new UserError(`The program "${file}" is not installed.`) : error);
        });
        child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), stdout, stderr }));
        if (options.input !== undefined) child.stdin?.end(options.input);
    });
}

/**
 * Like {@link run}, and throws when the program fails.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export async function check(file, args, options) {
    const result = await run(file, args, options);
    if (result.code !== 0) {
        const tail = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-15).join("\n");
        throw new Error(`${file} ${args.join(" ")} ended with ${result.code}:\n${tail}`);
    }
    return result;
}

/**
 * Like {@link check}, for a command of a runtime.
 * @param {import('./service.mjs').Command} command
 * @param {Parameters<typeof run>[2]} [options]
 */
export function checkCommand({ file, args, env }, options = {}) {
    return check(file, args, { ...options, env });
}
