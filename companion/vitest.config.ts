import { defineConfig } from "vitest/config";

// unit: no network. api: needs PostgreSQL and Odoo (see README). soak: the same, but takes minutes.
export default defineConfig({
    test: {
        projects: [
            { test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
            {
                test: {
                    name: "api",
                    include: ["tests/api/**/*.test.ts"],
                    testTimeout: 60_000,
                    hookTimeout: 120_000,
                    fileParallelism: false,
                },
            },
            {
                test: {
                    name: "soak",
                    include: ["tests/soak/**/*.test.ts"],
                    testTimeout: 900_000,
                    hookTimeout: 120_000,
                    fileParallelism: false,
                },
            },
        ],
    },
});
