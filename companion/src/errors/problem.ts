import { PROBLEMS, statusOf, type ProblemCode } from "./codes.js";

/** So many mistakes are told at most: who makes more has something else wrong. */
export const MAX_ERRORS = 20;

/** One mistake in a request. `pointer` is a JSON pointer as a URI fragment (RFC 6901 section 6). */
export interface FieldError {
    readonly in: "body" | "query" | "path" | "header";
    readonly pointer: string;
    readonly detail: string;
}

/** A free slot offered instead of the one asked for. */
export interface Alternative {
    readonly start: string;
    readonly end: string;
    readonly technician_ids: readonly number[];
}

export interface ProblemExtras {
    readonly errors?: readonly FieldError[];
    readonly alternatives?: readonly Alternative[];
    readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than success. `detail` is read by people: a sentence that says what to do, free of internals. */
export class ApiProblem extends Error {
    readonly code: ProblemCode;
    readonly extras: ProblemExtras;

    constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
        // An answer and no fault: nobody asks where it was made, and to note that takes long where many are refused.
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        super(detail);
        Error.stackTraceLimit = stackTraceLimit;
        this.name = "ApiProblem";
        this.code = code;
        this.extras = extras;
    }

    get status(): number {
        return statusOf(this.code);
    }

    /** The problem document (RFC 9457) for this request. */
    toDocument(requestId: string): Record<string, unknown> {
        const { errors, alternatives } = this.extras;
        return {
            type: `urn:support-center:problem:${this.code}`,
            title: PROBLEMS[this.code].title,
            status: this.status,
            code: this.code,
            detail: this.message,
            request_id: requestId,
            ...(errors === undefined ? {} : { errors }),
            ...(alternatives === undefined ? {} : { alternatives }),
        };
    }
}
