/** A companion as a process of its own, to be killed. Runs the build in `dist/`. */
import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { servedFrom } from "./answered.js";
import { environment } from "./companion.js";
import type { Stack } from "./stack.js";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

export interface CompanionProcess {
    readonly url: string;
    readonly child: ChildProcess;
    /** Everything it wrote. */
    readonly output: () => string;
    /** Signals, waits for its end, and answers the exit code. */
    readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

export async function spawnCompanion(
    stack: Stack,
    databaseUrl: string,
    settings: Readonly<Record<string, string>> = {},
): Promise<CompanionProcess> {
    const env = {
        ...environment(stack, databaseUrl),
        LOG_LEVEL: "info",
        DRAIN_MS: "1000",
        ...settings,
        PATH: process.env.PATH,
    };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const port = await new Promise<number>((resolve, reject) => {
        const onData = (text: string): void => {
            output += text;
            const ready = /"port":(\d+).*"msg":"ready"/.exec(output);
            if (ready) {
                resolve(Number(ready[1]));
            }
        };
        child.stdout.setEncoding("utf8").on("data", onData);
        child.stderr.setEncoding("utf8").on("data", onData);
        void ended.then((code) => reject(new Error(`The companion ended with ${code}:\n${output}`)));
    });
    const url = `http://127.0.0.1:${port}`;
    servedFrom(url, databaseUrl);
    return {
        url,
        child,
        output: () => output,
        end: (signal) => {
            child.kill(signal);
            return ended;
        },
    };
}
