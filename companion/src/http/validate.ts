import { z } from "zod";
import { ApiProblem, MAX_ERRORS, type FieldError } from "../errors/problem.js";

/** A path into a document as a JSON pointer in a URI fragment: `#/customer/email`. */
export function pointerOf(path: readonly PropertyKey[]): string {
    const parts = path.map((part) =>
        encodeURIComponent(String(part).toWellFormed().replace(/~/g, "~0").replace(/\//g, "~1")),
    );
    return ["#", ...parts].join("/");
}

function sentence(issue: z.core.$ZodIssue): string {
    if (issue.code === "invalid_type" && issue.input === undefined) {
        return "This field is required.";
    }
    return issue.message.endsWith(".") ? issue.message : `${issue.message}.`;
}

function toErrors(issue: z.core.$ZodIssue, place: FieldError["in"]): FieldError[] {
    if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => ({
            in: place,
            pointer: pointerOf([...issue.path, key.slice(0, 100)]),
            detail: "This field is not known here; leave it out or correct its name.",
        }));
    }
    return [{ in: place, pointer: pointerOf(issue.path), detail: sentence(issue) }];
}

/** Collects the mistakes of all parts of a request, so that a client is told all of them at once. */
export class Validation {
    private readonly errors: FieldError[] = [];

    check<S extends z.ZodType>(schema: S, value: unknown, place: FieldError["in"]): z.output<S> | undefined {
        const result = schema.safeParse(value, { reportInput: true });
        if (result.success) {
            return result.data;
        }
        this.errors.push(...result.error.issues.flatMap((issue) => toErrors(issue, place)));
        return undefined;
    }

    /** @throws ApiProblem when anything was wrong */
    finish(): void {
        if (this.errors.length > 0) {
            throw invalid(this.errors);
        }
    }
}

/** The problem that names these mistakes, the first {@link MAX_ERRORS} of them. */
export function invalid(mistakes: readonly FieldError[]): ApiProblem {
    const errors = mistakes.slice(0, MAX_ERRORS);
    return new ApiProblem("validation_failed", summary(mistakes), { errors });
}

function summary(mistakes: readonly FieldError[]): string {
    const [first] = mistakes;
    if (mistakes.length === 1 && first) {
        return `${first.pointer.slice(2) || "The body"}: ${first.detail}`;
    }
    const shown = mistakes.length > MAX_ERRORS ? `errors has the first ${MAX_ERRORS}` : "see errors";
    return `The request has ${mistakes.length} mistakes; ${shown}.`;
}
