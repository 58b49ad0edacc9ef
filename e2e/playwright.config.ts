import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { options, required } from "./support/playwright_options.ts";

const COMMAND = "npm run test:e2e";

// Runs at the same time must not clear each other's results away.
const results = process.env.E2E_RESULTS ?? join(import.meta.dirname, "..", "test-results", "e2e");

export default defineConfig(options(required("E2E_BROWSER", COMMAND)), {
    testDir: import.meta.dirname,
    testMatch: "journeys/*.spec.ts",
    outputDir: join(results, "journeys"),
    // One server with one database serves all of them, and some change settings of the company.
    workers: 1,
    timeout: 240_000,
    use: { baseURL: required("E2E_URL", COMMAND), trace: "retain-on-failure" },
});
