import { createPrivateKey, type KeyObject } from "node:crypto";

/** Shorter keys are refused by everybody who checks signatures (RFC 8301). */
const SHORTEST_BITS = 1024;

function read(pem: string): KeyObject | undefined {
    try {
        return createPrivateKey(pem);
    } catch {
        return undefined;
    }
}

/** What keeps a key from signing mail, to follow its name in a sentence; undefined: nothing. Signatures are rsa-sha256. */
export function whyNotForDkim(pem: string): string | undefined {
    const key = read(pem);
    if (!key) {
        return "is not a private key in PEM form";
    }
    if (key.asymmetricKeyType !== "rsa") {
        return `is a key of type ${key.asymmetricKeyType}, which mail is not signed with; it has to be RSA`;
    }
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits < SHORTEST_BITS ? `has ${bits} bits; it needs at least ${SHORTEST_BITS}, better 2048` : undefined;
}
