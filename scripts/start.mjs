// @ts-check
// Starts the whole of Support Center on this machine. `npm start -- --help` tells the options.
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UserError } from "./lib/errors.mjs";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { lockHolder, tryLock } from "./lib/lock.mjs";
import { STACK_DIR } from "./lib/paths.mjs";
import { parseProvider } from "./lib/providers.mjs";
import { checkPlatform } from "./lib/requirements.mjs";
import { startStack } from "./lib/stack.mjs";
import { readDescription, welcome } from "./lib/stack-description.mjs";

const HELP = `npm start -- [options]
  --detach           return when all is ready and leave it running; \`npm run stop\` ends it
  --provider NAME    who supplies helpdesk: community or oca (default: as last time, or community)
  --fresh            throw the data of last time away
Set ODOO_BIN to the program of an Odoo 19 on this machine to use it instead of the one that is fetched.`;

const OPTIONS = /** @type {const} */ ({
    detach: { type: "boolean", default: false },
    provider: { type: "string" },
    fresh: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
});

/** @typedef {{say: string} | {ready: string} | {failed: string}} Message from the detached process to the one that started it */

/**
 * Runs the stack in a process of its own and resolves when it is ready.
 * @returns {Promise<number>} exit code
 */
async function detach() {
    const log = join(STACK_DIR, "log", "stack.log");
    await mkdir(join(STACK_DIR, "log"), { recursive: true });
    const output = openSync(log, "a");
    const args = process.argv.slice(2).filter((arg) => arg !== "--detach");
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
        cwd: "/",
        detached: true,
        stdio: ["ignore", output, output, "ipc"],
    });
    // Until it is ready, ending this command ends it too.
    const forget = onExit(() => void child.kill("SIGTERM"));
    return new Promise((resolve, reject) => {
        child.on("message", (/** @type {Message} */ message) => {
            if ("say" in message) return console.log(message.say);
            forget();
            if ("failed" in message) return reject(new UserError(message.failed));
            console.log(message.ready);
            child.disconnect();
            child.unref();
            resolve(0);
        });
        child.on("exit", (code) => {
            forget();
            reject(new UserError(`The stack ended with ${code} before it was ready. Its log is ${log}.`));
        });
    });
}

/** @param {Message} message */
function tell(message) {
    if (process.connected) process.send?.(message);
    if ("say" in message) console.log(message.say);
    else if ("ready" in message) console.log(message.ready);
}

runMain(async () => {
    const { values } = parseArgs({ options: OPTIONS });
    if (values.help) {
        console.log(HELP);
        return 0;
    }
    checkPlatform();
    const provider = values.provider === undefined ? undefined : parseProvider(values.provider);
    const holder = await lockHolder(STACK_DIR);
    const running = await readDescription();
    if (holder !== undefined) {
        if (!running)
            throw new UserError(`Process ${holder} is starting or stopping the stack. Try again when it is done.`);
        console.log(
            `The stack is running already (process ${holder}).${welcome(running).replace("Support Center is ready.\n", "")}`,
        );
        return 0;
    }
    if (values.detach) return detach();

    if (!(await tryLock(STACK_DIR)))
        throw new UserError("Another command is starting the stack. Try again when it is done.");
    try {
        const { description, ended } = await startStack({ provider, fresh: values.fresh }, (message) =>
            tell({ say: message }),
        );
        tell({ ready: welcome(description) });
        console.log("Ctrl-C or `npm run stop` ends it.");
        throw new UserError(await ended);
    } catch (error) {
        tell({ failed: error instanceof UserError ? error.message : String(error) });
        throw error;
    }
});
