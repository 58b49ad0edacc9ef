import { join } from "node:path";
import type { PlaywrightTestConfig } from "@playwright/test";

/**
 * @param command that starts what the tests need
 * @returns the environment variable's value
 */
export function required(name: string, command: string): string {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set. Run \`${command}\`, which starts what is needed.`);
    return value;
}

/** What all browser tests have in common. */
export function options(browser: string): PlaywrightTestConfig {
    return {
        reporter: [[join(import.meta.dirname, "reporter.ts")]],
        forbidOnly: true,
        expect: { timeout: 20_000 },
        use: {
            locale: "en-US",
            // The demo users live here.
            timezoneId: "Europe/Berlin",
            viewport: { width: 1440, height: 900 },
            actionTimeout: 20_000,
            launchOptions: {
                executablePath: browser,
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
    };
}
