import { join } from "node:path";
import { defineConfig } from "@playwright/test";

function required(name: string): string {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set. Run \`npm run test:e2e\`, which starts what the journeys need.`);
    return value;
}

// Runs at the same time must not clear each other's results away.
const results = process.env.E2E_RESULTS ?? join(import.meta.dirname, "..", "test-results", "e2e");

export default defineConfig({
    testDir: import.meta.dirname,
    testMatch: "journeys/*.spec.ts",
    outputDir: join(results, "journeys"),
    reporter: [[join(import.meta.dirname, "support", "reporter.ts")]],
    // One server with one database serves all of them, and some change settings of the company.
    workers: 1,
    forbidOnly: true,
    timeout: 240_000,
    expect: { timeout: 20_000 },
    use: {
        baseURL: required("E2E_URL"),
        locale: "en-US",
        // The web client shows times in the zone of the browser; the demo users live here.
        timezoneId: "Europe/Berlin",
        viewport: { width: 1440, height: 900 },
        actionTimeout: 20_000,
        trace: "retain-on-failure",
        launchOptions: {
            executablePath: required("E2E_BROWSER"),
            args: [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        },
    },
});
