/** Every error code that the API answers, with its status and title. Codes are part of the contract: add, never rename. */
export const PROBLEMS = {
    malformed_json: { status: 400, title: "The request body is not valid JSON" },
    missing_idempotency_key: { status: 400, title: "The Idempotency-Key header is missing" },
    malformed_request: { status: 400, title: "The request is not valid HTTP" },
    unauthenticated: { status: 401, title: "No valid API key was given" },
    insufficient_scope: { status: 403, title: "The API key may not do this" },
    address_not_allowed: { status: 403, title: "The API key may not be used from this address" },
    not_found: { status: 404, title: "There is nothing here" },
    method_not_allowed: { status: 405, title: "This method is not supported here" },
    request_timeout: { status: 408, title: "The request did not arrive in time" },
    slot_unavailable: { status: 409, title: "The time is not free" },
    idempotency_in_flight: { status: 409, title: "The first request with this Idempotency-Key is still running" },
    stale_revision: { status: 412, title: "The appointment has changed" },
    payload_too_large: { status: 413, title: "The request body is too large" },
    unsupported_media_type: { status: 415, title: "The request body has to be application/json" },
    expectation_failed: { status: 417, title: "The Expect header asks for what is not supported" },
    validation_failed: { status: 422, title: "The request is not valid" },
    in_the_past: { status: 422, title: "The time is in the past" },
    outside_working_hours: { status: 422, title: "The time is outside working hours" },
    idempotency_mismatch: { status: 422, title: "This Idempotency-Key was used for another request" },
    invalid_transition: { status: 422, title: "The appointment's status does not allow this" },
    precondition_required: { status: 428, title: "The If-Match header is missing" },
    rate_limited: { status: 429, title: "Too many requests" },
    headers_too_large: { status: 431, title: "The request headers are too large" },
    internal_error: { status: 500, title: "Something went wrong on our side" },
    odoo_unavailable: { status: 503, title: "Booking is not available at the moment" },
    service_unavailable: { status: 503, title: "The service is not available at the moment" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The HTTP status that belongs to a code. */
export function statusOf(code: ProblemCode): number {
    return PROBLEMS[code].status;
}
