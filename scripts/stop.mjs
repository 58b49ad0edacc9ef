// @ts-check
// Ends the stack that `npm start` runs. Its data stays.
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "./lib/errors.mjs";
import { runMain } from "./lib/lifecycle.mjs";
import { lockHolder } from "./lib/lock.mjs";
import { STACK_DIR } from "./lib/paths.mjs";
import { removeDescription } from "./lib/stack-description.mjs";

const PATIENCE_MS = 90_000;

runMain(async () => {
    const holder = await lockHolder(STACK_DIR);
    if (holder === undefined) {
        await removeDescription();
        console.log("No stack is running.");
        return 0;
    }
    console.log(`Ending the stack (process ${holder})…`);
    process.kill(holder, "SIGTERM");
    const deadline = Date.now() + PATIENCE_MS;
    while ((await lockHolder(STACK_DIR)) === holder) {
        if (Date.now() > deadline) {
            throw new UserError(
                `It has not ended within ${PATIENCE_MS / 1000} s. \`kill -9 ${holder}\` ends it; no data is lost by that.`,
            );
        }
        await delay(100);
    }
    console.log("Stopped.");
    return 0;
});
