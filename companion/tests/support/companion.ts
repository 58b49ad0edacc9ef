/** A companion inside the test's own process, on ports and a database of its own. */
import { Companion } from "../../src/companion.js";
import { loadConfig } from "../../src/config.js";
import { createLogger } from "../../src/log.js";
import type { MailHealth } from "../../src/mail/courier.js";
import { servedFrom } from "./answered.js";
import { createDatabase } from "./database.js";
import type { Stack } from "./stack.js";

export interface RunningCompanion {
    readonly url: string;
    readonly metricsUrl: string;
    readonly databaseUrl: string;
    /** What it calls itself in the access log and in Odoo. */
    readonly instance: string;
    readonly mailHealth: () => MailHealth | undefined;
    readonly stop: () => Promise<void>;
}

export function environment(stack: Stack, databaseUrl: string): Record<string, string> {
    return {
        ...stack.credentials,
        ODOO_URL: stack.odoo_url,
        DATABASE_URL: databaseUrl,
        PORT: "0",
        METRICS_PORT: "0",
        DRAIN_MS: "0",
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "silent",
    };
}

/** Starts a companion; with `databaseUrl` it shares that database, otherwise it gets a new one that goes with it. */
export async function startCompanion(
    stack: Stack,
    settings: Readonly<Record<string, string>> = {},
    databaseUrl?: string,
): Promise<RunningCompanion> {
    const own = databaseUrl === undefined ? await createDatabase(stack) : undefined;
    const url = databaseUrl ?? own?.url ?? "";
    const config = loadConfig({ ...environment(stack, url), ...settings });
    const companion = new Companion(config, createLogger(config.logLevel));
    const { port, metricsPort } = await companion.start();
    const address = `http://127.0.0.1:${port}`;
    servedFrom(address, url);
    return {
        url: address,
        metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
        databaseUrl: url,
        instance: companion.instance,
        mailHealth: () => companion.mailHealth,
        stop: async () => {
            await companion.stop();
            await own?.drop();
        },
    };
}
