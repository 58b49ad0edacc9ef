/** Checks a DKIM signature (RFC 6376) as a receiving server does, with the key at hand instead of in the DNS. */
import { createHash, type KeyObject, type Verify } from "node:crypto";

function split(raw: string): { headers: string[]; body: string } {
    const end = raw.indexOf("\r\n\r\n");
    return { headers: raw.slice(0, end).split(/\r\n(?![ \t])/), body: raw.slice(end + 4) };
}

function find(headers: readonly string[], name: string): string | undefined {
    return headers.findLast((header) => header.toLowerCase().startsWith(`${name}:`));
}

function tags(signature: string): Map<string, string> {
    const value = signature.slice(signature.indexOf(":") + 1).replace(/\s+/g, "");
    return new Map(
        value
            .split(";")
            .filter(Boolean)
            .map((tag) => [tag.slice(0, tag.indexOf("=")), tag.slice(tag.indexOf("=") + 1)]),
    );
}

function relaxedHeader(header: string): string {
    const [, name = "", value = ""] = /^([^:]+):([\s\S]*)$/.exec(header) ?? [];
    return `${name.trim().toLowerCase()}:${value
        .replace(/\r\n/g, "")
        .replace(/[ \t]+/g, " ")
        .trim()}`;
}

function relaxedBody(body: string): string {
    const lines = body.split("\r\n").map((line) => line.replace(/[ \t]+/g, " ").replace(/ $/, ""));
    return lines.join("\r\n").replace(/(\r\n)*$/, "\r\n");
}

/** Names of the headers that the signature covers. */
export function signedHeaders(raw: string): string[] {
    const signature = find(split(raw).headers, "dkim-signature");
    return signature ? (tags(signature).get("h") ?? "").toLowerCase().split(":") : [];
}

/** Whether the signature fits message and key. */
export function verifyDkim(raw: string, verify: Verify, key: KeyObject): boolean {
    const { headers, body } = split(raw);
    const signature = find(headers, "dkim-signature");
    if (!signature) {
        return false;
    }
    const parts = tags(signature);
    const bodyHash = createHash("sha256").update(relaxedBody(body), "latin1").digest("base64");
    const signed = (parts.get("h") ?? "").split(":").map((name) => find(headers, name.toLowerCase()));
    const withoutSignature = signature.replace(/([;\s]b=)[^;]*/, "$1");
    const text = [...signed.filter((header) => header !== undefined), withoutSignature].map(relaxedHeader).join("\r\n");
    return bodyHash === parts.get("bh") && verify.update(text, "latin1").verify(key, parts.get("b") ?? "", "base64");
}
