/** The API as a client uses it, in verbs. */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AppointmentAnswer } from "../../src/schemas/answers.js";
import { noteAnswer } from "./answered.js";
import { stackOfTests } from "./stack.js";

export interface Answer<Body = Record<string, unknown>> {
    readonly status: number;
    readonly headers: Headers;
    readonly body: Body;
    readonly text: string;
}

export interface ProblemBody {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly request_id: string;
    readonly errors?: readonly { in: string; pointer: string; detail: string }[];
    readonly alternatives?: readonly { start: string; end: string; technician_ids: number[] }[];
}

/** What a write answers: the appointment or a problem. */
export type WriteBody = AppointmentAnswer & Omit<ProblemBody, "status">;

export interface CallOptions {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly rawBody?: string;
}

export type BookingRequest = Record<string, unknown> & { readonly start: string };

export class Client {
    constructor(
        readonly baseUrl: string,
        private readonly secret?: string,
    ) {}

    async call<Body = ProblemBody>(method: string, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
        const { headers = {}, body, rawBody } = options;
        const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
        const response = await fetch(this.baseUrl + path, {
            method,
            headers: {
                ...(this.secret === undefined ? {} : { Authorization: `Bearer ${this.secret}` }),
                ...(payload === undefined ? {} : { "Content-Type": "application/json" }),
                ...headers,
            },
            ...(payload === undefined ? {} : { body: payload }),
        });
        noteAnswer(this.baseUrl, response);
        const text = await response.text();
        return {
            status: response.status,
            headers: response.headers,
            text,
            body: (text ? JSON.parse(text) : {}) as Body,
        };
    }

    get<Body = ProblemBody>(path: string, headers?: Record<string, string>): Promise<Answer<Body>> {
        return this.call<Body>("GET", path, headers ? { headers } : {});
    }

    book(request: BookingRequest, idempotencyKey = randomUUID()): Promise<Answer<WriteBody>> {
        return this.call("POST", "/v1/appointments", {
            headers: { "Idempotency-Key": idempotencyKey },
            body: request,
        });
    }

    reschedule(id: string, etag: string, body: unknown): Promise<Answer<WriteBody>> {
        return this.call("POST", `/v1/appointments/${id}/reschedule`, { headers: { "If-Match": etag }, body });
    }

    cancel(id: string, etag: string, reason = "Solved"): Promise<Answer<WriteBody>> {
        return this.call("POST", `/v1/appointments/${id}/cancel`, { headers: { "If-Match": etag }, body: { reason } });
    }
}

const DAY = 86_400_000;
let daysAhead = 60;

/**
 * A day of its own for each caller in the whole run, so that tests do not get into each other's way: midnight UTC,
 * months ahead. A folder is made for each day that is taken, as every file of tests is a process of its own.
 */
export function freshDay(): Date {
    const folder = stackOfTests().days_folder;
    for (;;) {
        const day = new Date((Math.floor(Date.now() / DAY) + ++daysAhead) * DAY);
        try {
            mkdirSync(join(folder, day.toISOString().slice(0, 10)));
            return day;
        } catch (error) {
            if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
        }
    }
}

/** A time of a day as the API writes it. */
export function at(day: Date, hours: number): string {
    return new Date(day.getTime() + hours * 3_600_000).toISOString().replace(".000Z", "Z");
}

/** A valid booking. */
export function order(start: string, more: Readonly<Record<string, unknown>> = {}): BookingRequest {
    return {
        customer: { name: "Ada Lovelace", email: "ada@example.org" },
        start,
        duration_minutes: 60,
        subject: "Router has no signal",
        ...more,
    };
}
