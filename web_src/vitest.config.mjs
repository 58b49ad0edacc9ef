import { defineConfig } from "vitest/config";

// The rest of the calendar runs in Odoo only: see hoot/ and e2e/.
export default defineConfig({
    test: { include: ["core/tests/**/*.test.ts"] },
});
