// @ts-check
// Runs an Odoo command on the running stack's database: `npm run odoo -- shell`, `npm run odoo -- --update support_center`.
import { spawn } from "node:child_process";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { connectionArgs, odooCommand } from "./lib/odoo.mjs";
import { runningStack } from "./lib/running-stack.mjs";

const HELP = `npm run odoo -- shell                        Odoo's Python shell, with env
npm run odoo -- --update support_center      updates the addon in the database; restart the stack afterwards
npm run odoo -- COMMAND…                     any other command of Odoo's, on the running stack's database`;

runMain(async () => {
    const args = process.argv.slice(2);
    if (args.length === 0 || args.includes("--help")) {
        console.log(HELP);
        return 0;
    }
    const place = await runningStack();
    const [first = "", ...rest] = args;
    const argv = first.startsWith("-")
        ? ["server", ...connectionArgs(place), "--no-http", "--max-cron-threads=0", "--stop-after-init", ...args]
        : [first, ...connectionArgs(place), ...(first === "shell" ? ["--no-http"] : []), ...rest];
    const command = odooCommand(place, argv);
    const child = spawn(command.file, command.args, {
        env: command.env,
        stdio: ["inherit", "inherit", "inherit", "pipe"],
    });
    onExit(() => void child.kill());
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve(code ?? 1));
    });
});
