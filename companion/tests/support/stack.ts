/** The real Odoo and PostgreSQL that `run.mjs` started. */
import { z } from "zod";

const key = z.object({ id: z.int(), secret: z.string() });

const stackSchema = z.object({
    odoo_url: z.string(),
    control_url: z.string(),
    postgres_url: z.string(),
    odoo_database_url: z.string(),
    admin_key: z.string(),
    days_folder: z.string(),
    credentials: z.object({ ODOO_DATABASE: z.string(), ODOO_LOGIN: z.string(), ODOO_API_KEY: z.string() }),
    technicians: z.array(z.object({ id: z.int(), name: z.string() })),
    keys: z.object({
        full: key,
        other: key,
        slots_only: key,
        no_slots: key,
        no_read: key,
        expired: key,
        revoked: key,
        elsewhere: key,
        limited: key,
        minute: key,
        defaults: key,
    }),
});

export type Stack = z.output<typeof stackSchema>;

export function stackOfTests(): Stack {
    const text = process.env.TEST_STACK;
    if (!text) {
        throw new Error("These tests need Odoo and PostgreSQL: start them with `npm run test:api`.");
    }
    return stackSchema.parse(JSON.parse(text));
}

/** The browser that `run.mjs` found. */
export function browserOfTests(): string {
    const program = process.env.TEST_BROWSER;
    if (!program) {
        throw new Error("This test needs a browser: start it with `npm run test:api`, or set TEST_BROWSER.");
    }
    return program;
}

/** Calls a model's method as an administrator, over JSON-2. */
export async function asAdmin(
    stack: Stack,
    model: string,
    method: string,
    args: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
    const response = await fetch(`${stack.odoo_url}/json/2/${model}/${method}`, {
        method: "POST",
        headers: {
            Authorization: `Bearer ${stack.admin_key}`,
            "Content-Type": "application/json",
            "X-Odoo-Database": stack.credentials.ODOO_DATABASE,
        },
        body: JSON.stringify({ ...args, context: { lang: "en_US", tz: "UTC" } }),
    });
    if (!response.ok) {
        throw new Error(`${model}.${method}: ${response.status} ${await response.text()}`);
    }
    return response.json();
}

export type OdooAction = "kill" | "start" | "start-with-schedule" | "freeze" | "thaw" | "log";

/** Ends, starts (with its scheduled actions or without), freezes or thaws Odoo; `log` answers what it logged. */
export function controlOdoo(stack: Stack, action: OdooAction): Promise<string> {
    return control(stack, action);
}

/** Stops PostgreSQL, which ends all connections, and starts it again. */
export async function restartPostgres(stack: Stack): Promise<void> {
    await control(stack, "restart-postgres");
}

async function control(stack: Stack, action: string): Promise<string> {
    const response = await fetch(`${stack.control_url}/${action}`);
    const text = await response.text();
    if (!response.ok) {
        throw new Error(`This could not be done (${action}): ${text}`);
    }
    return text;
}
