async function ask(path: string): Promise<void> {
    const control = process.env.E2E_CONTROL_URL;
    if (!control) throw new Error("E2E_CONTROL_URL is not set. Run `npm run test:e2e`, which starts the servers.");
    const response = await fetch(`${control}${path}`);
    if (!response.ok) throw new Error(`${path} failed: ${await response.text()}`);
}

/** Stops PostgreSQL, which ends all of Odoo's connections, and starts it again. */
export function restartPostgres(): Promise<void> {
    return ask("/restart-postgres");
}

/** Resolves when Odoo hands on live messages again, about a minute after PostgreSQL was restarted. */
export function untilMessagesTravel(): Promise<void> {
    return ask("/until-messages-travel");
}
