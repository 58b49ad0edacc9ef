import { readFileSync } from "node:fs";
import { defineConfig } from "eslint/config";
import js from "@eslint/js";
import globals from "globals";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const strict = {
    "no-console": "off",
    eqeqeq: "error",
    "no-var": "error",
    "prefer-const": "error",
    "@typescript-eslint/no-explicit-any": "error",
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-misused-promises": "error",
    "@typescript-eslint/switch-exhaustiveness-check": "error",
    "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
};

// Patterns that compile but break once Odoo's module transpiler or OWL's lifecycle gets them.
const owlSelectors = JSON.parse(readFileSync(new URL("scripts/owl-lint-selectors.json", import.meta.url), "utf8"));

export default defineConfig(
    {
        ignores: [
            "**/node_modules/",
            "**/dist/",
            "**/coverage/",
            "**/test-results/",
            ".stack/",
            "support_center/static/",
            "helpdesk_providers/*/*/static/",
            // Programs around what generators write when their test runs.
            "companion/tests/clients/",
        ],
    },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: strict,
    },
    {
        files: ["web_src/**/*.ts"],
        languageOptions: { globals: globals.browser },
        rules: { "no-restricted-syntax": ["error", ...owlSelectors] },
    },
    {
        files: ["**/*.mjs"],
        languageOptions: { globals: globals.node },
    },
    {
        // Parts of it run inside the page.
        files: ["bench/calendar/**/*.mjs"],
        languageOptions: { globals: globals.browser },
    },
    prettier,
);
