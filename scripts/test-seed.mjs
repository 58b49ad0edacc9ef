// @ts-check
// Seeds a private database twice and checks through Odoo that what is in it could have been booked by users.
import { runMain } from "./lib/lifecycle.mjs";
import { runOdoo } from "./lib/odoo.mjs";
import { runScript } from "./lib/odoo-script.mjs";
import { report } from "./lib/report.mjs";
import { seed } from "./lib/seed.mjs";
import { startRun } from "./lib/throw-away.mjs";

const SIZE = { technicians: 4, days: 12, perDay: 6 };

runMain(async () => {
    const run = await startRun({ provider: "community", modules: ["support_center"] }, console.log);
    await runOdoo(run, ["-i", "support_center"]);
    await seed(run, SIZE, { echo: true });
    await seed(run, SIZE, { echo: true });
    const { code, stdout, stderr } = await runScript(run, "scripts/odoo/check_seed.py", {
        env: { EXPECTED: String(2 * SIZE.technicians * SIZE.days * SIZE.perDay) },
    });
    if (code !== 0) throw new Error(`The checks ended with ${code}:\n${stderr.slice(-4000)}`);
    return report(
        "seed",
        stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
    );
});
