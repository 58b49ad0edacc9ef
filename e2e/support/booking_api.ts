import { randomUUID } from "node:crypto";

export interface Booking {
    id: string;
    reference: string;
    status: string;
    revision: number;
    start: string;
}

export interface Slot {
    start: string;
    technician_ids: number[];
}

function required(name: "E2E_API_URL" | "E2E_API_KEY"): string {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set. Run \`npm run test:e2e\`, which starts what the journeys need.`);
    return value;
}

/** The companion's REST API, as a booking website uses it. */
export class BookingApi {
    readonly #url = required("E2E_API_URL");
    readonly #key = required("E2E_API_KEY");

    /** Free slots of an hour between two dates (`YYYY-MM-DD`, the second one exclusive). */
    async slots(from: string, to: string): Promise<Slot[]> {
        const path = `/v1/slots?from=${from}&to=${to}&duration_minutes=60&timezone=Europe/Berlin`;
        return (await this.#call<{ slots: Slot[] }>("GET", path)).slots;
    }

    book(order: Record<string, unknown>): Promise<Booking> {
        return this.#call("POST", "/v1/appointments", order, { "Idempotency-Key": randomUUID() });
    }

    reschedule({ id, revision }: Booking, change: Record<string, unknown>): Promise<Booking> {
        return this.#call("POST", `/v1/appointments/${id}/reschedule`, change, { "If-Match": `"${revision}"` });
    }

    cancel({ id, revision }: Booking, reason: string): Promise<Booking> {
        return this.#call("POST", `/v1/appointments/${id}/cancel`, { reason }, { "If-Match": `"${revision}"` });
    }

    /** What `/readyz` answers, whatever its status. */
    async readiness(): Promise<{ code: number; status: string; checks: Record<string, { ok: boolean }> }> {
        const answer = await fetch(`${this.#url}/readyz`);
        return {
            ...((await answer.json()) as { status: string; checks: Record<string, { ok: boolean }> }),
            code: answer.status,
        };
    }

    async #call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
        const answer = await fetch(`${this.#url}${path}`, {
            method,
            headers: { Authorization: `Bearer ${this.#key}`, "Content-Type": "application/json", ...headers },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
        return JSON.parse(text) as T;
    }
}
