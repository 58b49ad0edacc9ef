import type { HeaderDoc } from "../routes/route.js";
import { ApiProblem } from "../errors/problem.js";
import { invalid } from "./validate.js";

type Header = (name: string) => string | undefined;

/** Stands for "whatever the revision is": the client sent `If-Match: *`. */
export const ANY_REVISION = -1;
/** Stands for a tag that no revision has. */
const NO_REVISION = 2_147_483_647;

export const IDEMPOTENCY_KEY: HeaderDoc = {
    name: "Idempotency-Key",
    description:
        "Chosen by you, new for every booking, at most 255 characters. Sending the same request with the same key again never books twice.",
    required: true,
    example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
};

export const IF_MATCH: HeaderDoc = {
    name: "If-Match",
    description: "The ETag of the appointment as you know it; refused when it has changed since.",
    required: true,
    example: '"3"',
};

/** The idempotency key; the quotes of the IETF draft may be left out. */
export function idempotencyKey(header: Header): string {
    const text = header("idempotency-key")?.trim() ?? "";
    const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
    if (key === "") {
        throw new ApiProblem(
            "missing_idempotency_key",
            "Send a header Idempotency-Key with a value of your own, new for every booking, such as a UUID.",
        );
    }
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
        const detail = "Use 1 to 255 visible ASCII characters.";
        throw invalid([{ in: "header", pointer: "#/Idempotency-Key", detail }]);
    }
    return key;
}

/** The revision that `If-Match` names. */
export function expectedRevision(header: Header): number {
    const text = header("if-match")?.trim() ?? "";
    if (text === "") {
        throw new ApiProblem(
            "precondition_required",
            "Send a header If-Match with the ETag of the appointment, so that you do not overwrite a change you have not seen.",
        );
    }
    if (text === "*") {
        return ANY_REVISION;
    }
    const revision = /^"?(\d{1,9})"?$/.exec(text)?.[1];
    return revision === undefined ? NO_REVISION : Number(revision);
}

/** The ETag of a revision. */
export function etag(revision: number): string {
    return `"${revision}"`;
}
