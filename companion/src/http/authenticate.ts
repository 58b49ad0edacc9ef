import type { Request } from "express";
import { ApiProblem } from "../errors/problem.js";
import type { ApiKey } from "../keys/directory.js";
import { digestOf, isWellFormedKey, prefixOf } from "../keys/format.js";
import { addressSubject } from "./address.js";
import type { Deps } from "./deps.js";
import { rateLimited } from "./quotas.js";
import type { Visit } from "./visit.js";

const REFUSALS = {
    unknown: "This API key does not exist.",
    expired: "This API key has expired; ask for a new one.",
    revoked: "This API key was revoked; ask for a new one.",
} as const;

const BEARER = /^Bearer +(\S+) *$/i;

function unauthenticated(detail: string, challenge: string): ApiProblem {
    return new ApiProblem("unauthenticated", detail, { headers: { "WWW-Authenticate": challenge } });
}

/** The API key of a request, in the forms in which it may be passed on. */
export interface PresentedKey {
    readonly digest: string;
    readonly prefix: string;
}

/** The key that a request presents, or what is wrong with it, to be said once the request is counted. */
export function presentedKey(request: Request): PresentedKey | ApiProblem {
    const header = request.get("authorization");
    if (header === undefined) {
        return unauthenticated("Send your API key in the header Authorization: Bearer <key>.", "Bearer");
    }
    const key = BEARER.exec(header)?.[1];
    if (key === undefined || !isWellFormedKey(key)) {
        return unauthenticated(
            "The API key is not complete or has a typing error; it begins with scb_live_.",
            'Bearer error="invalid_token"',
        );
    }
    return { digest: digestOf(key), prefix: prefixOf(key) };
}

/**
 * Whose request this certainly is: of a key that Odoo has just been asked about and that may be used from this address.
 * Undefined when only {@link authenticate} can tell.
 */
export function recognise(presented: PresentedKey | ApiProblem, visit: Visit, deps: Deps): ApiKey | undefined {
    if (presented instanceof ApiProblem) {
        return undefined;
    }
    const lookup = deps.keys.recall(presented.digest);
    if (!lookup?.known || !lookup.key.allows(visit.address)) {
        return undefined;
    }
    visit.keyPrefix = presented.prefix;
    visit.keyId = lookup.key.id;
    return lookup.key;
}

/**
 * Whose request this is.
 *
 * A key with a wrong checksum is refused without asking anyone. Other keys that do not exist count against the address;
 * when that quota is used up, keys that were not valid before are no longer looked up, so that guessing keeps nobody busy.
 *
 * @throws ApiProblem unauthenticated, address_not_allowed or rate_limited; OdooError when Odoo has to be asked and is down
 */
export async function authenticate(presented: PresentedKey | ApiProblem, visit: Visit, deps: Deps): Promise<ApiKey> {
    if (presented instanceof ApiProblem) {
        throw presented;
    }
    const { digest, prefix } = presented;
    visit.keyPrefix = prefix;
    const quota = {
        name: "refused-keys",
        subject: addressSubject(visit.address),
        limit: deps.options.refusedKeyLimit,
    } as const;
    const exhausted = deps.limits.exhausted(quota);
    if (exhausted && !deps.keys.wasKnown(digest)) {
        throw rateLimited(exhausted);
    }
    const lookup = await deps.keys.find(digest);
    if (!lookup.known) {
        const state = await deps.limits.take(quota, "count-alone");
        throw state.allowed
            ? unauthenticated(REFUSALS[lookup.reason], 'Bearer error="invalid_token"')
            : rateLimited(state);
    }
    visit.keyId = lookup.key.id;
    if (!lookup.key.allows(visit.address)) {
        throw new ApiProblem(
            "address_not_allowed",
            `This API key may not be used from ${visit.address}; an administrator can allow the address in Odoo.`,
        );
    }
    return lookup.key;
}
