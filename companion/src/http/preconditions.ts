import type { HeaderDoc } from "../routes/route.js";
import { ApiProblem } from "../errors/problem.js";
import { invalid } from "./validate.js";

type Header = (name: string) => string | undefined;

/** Stands for "whatever the revision is": the client sent `If-Match: *`. */
export const ANY_REVISION = -1;
/** What Odoo and XML-RPC can hold. */
const MAX_REVISION = 2_147_483_647;

/** One entity tag (RFC 9110 section 8.8.3), and what follows it in a list. */
const ENTITY_TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,[ \t,]*|$)/y;

export const IDEMPOTENCY_KEY: HeaderDoc = {
    name: "Idempotency-Key",
    description:
        "Chosen by you, new for every booking, at most 255 characters. Sending the same request with the same key again never books twice.",
    required: true,
    example: "8e03978e-40d5-43dd-bc93-6894a57f9324",
    schema: { minLength: 1, maxLength: 257, pattern: "^[!-~]+$" },
};

export const IF_MATCH: HeaderDoc = {
    name: "If-Match",
    description:
        "The ETag of the appointment as you know it, with its quotes; refused when it has changed since. Several with commas in between: one of them has to be right.",
    required: true,
    example: '"3"',
    schema: { minLength: 1, pattern: '^(\\*|[^*]*"[^"]*".*)$' },
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

/**
 * The revisions that `If-Match` names: all of a list, also those of tags that a proxy made weak on the way. Empty when its
 * tags are none of ours, {@link ANY_REVISION} for `*`.
 *
 * @throws ApiProblem precondition_required without the header, malformed_request when it is no list of tags
 */
export function expectedRevisions(header: Header): number[] {
    const text = header("if-match")?.trim() ?? "";
    if (text === "") {
        throw new ApiProblem(
            "precondition_required",
            "Send a header If-Match with the ETag of the appointment, so that you do not overwrite a change you have not seen.",
        );
    }
    if (text === "*") {
        return [ANY_REVISION];
    }
    const revisions = new Set<number>();
    for (const tag of entityTags(text)) {
        if (/^(?:0|[1-9]\d{0,9})$/.test(tag) && Number(tag) <= MAX_REVISION) {
            revisions.add(Number(tag));
        }
    }
    return [...revisions];
}

function entityTags(text: string): string[] {
    const tags: string[] = [];
    // Empty elements of a list are to be overlooked.
    const list = text.replace(/^[ \t,]+|[ \t,]+$/g, "");
    ENTITY_TAG.lastIndex = 0;
    while (tags.length === 0 || ENTITY_TAG.lastIndex < list.length) {
        const tag = ENTITY_TAG.exec(list)?.[1];
        if (tag === undefined) {
            throw new ApiProblem(
                "malformed_request",
                'If-Match is no entity tag: send the ETag of the appointment as you got it, with its double quotes, like "3".',
            );
        }
        tags.push(tag);
    }
    return tags;
}

/** The ETag of a revision. */
export function etag(revision: number): string {
    return `"${revision}"`;
}
