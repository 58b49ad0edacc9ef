import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { options, required } from "../support/playwright_options.ts";

const COMMAND = "npm run test:crawler";

export default defineConfig(options(required("E2E_BROWSER", COMMAND)), {
    testDir: import.meta.dirname,
    testMatch: "*.spec.ts",
    outputDir: join(import.meta.dirname, "..", "..", "test-results", "crawler", "found"),
    // A database each. Within a database everything happens in one order, so that two runs find the same.
    workers: 3,
    fullyParallel: false,
    timeout: 2_400_000,
    use: { actionTimeout: 8_000 },
});
