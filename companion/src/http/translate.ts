/** From what went wrong inside to what the client is told. */
import { ApiProblem } from "../errors/problem.js";
import { OdooError } from "../odoo/transport.js";
import { StoreError } from "../store/limits.js";

const RETRY_AFTER_SECONDS: Readonly<Record<OdooError["kind"], number>> = {
    overloaded: 1,
    unreachable: 2,
    interrupted: 2,
    malformed: 5,
    fault: 5,
    denied: 60,
    unencodable: 60,
};

function retryAfter(seconds: number): { headers: Record<string, string> } {
    return { headers: { "Retry-After": String(seconds) } };
}

/** What kind of change a request makes, and so how it is repeated safely: none, one with an Idempotency-Key, or another. */
export type Effect = "none" | "keyed" | "unkeyed";

const WHEN_UNCERTAIN: Readonly<Record<Effect, string>> = {
    none: "Try again in a moment; nothing was changed.",
    keyed: "The outcome is not known yet. Send the same request with the same Idempotency-Key again: it is carried out once.",
    unkeyed: "The outcome is not known yet. Read the appointment to see whether it was changed before you try again.",
};

/** Any error as a problem. Unknown ones become `internal_error` without a word about what they are. */
export function toProblem(error: unknown, effect: Effect): ApiProblem {
    if (error instanceof ApiProblem) {
        return error;
    }
    if (error instanceof StoreError) {
        return new ApiProblem("service_unavailable", "Try again in a moment; nothing was changed.", retryAfter(2));
    }
    if (error instanceof OdooError && error.kind !== "unencodable") {
        const detail = WHEN_UNCERTAIN[error.executed === "no" ? "none" : effect];
        return new ApiProblem("odoo_unavailable", detail, retryAfter(RETRY_AFTER_SECONDS[error.kind]));
    }
    return new ApiProblem("internal_error", "Try again later; if it happens again, report the request_id.");
}
