import { createHash } from "node:crypto";

function canonical(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(canonical);
    }
    if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value).filter(([, member]) => member !== undefined);
        return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, canonical(member)]);
    }
    return value;
}

/** SHA-256 of what a write asks for, the same however its fields are ordered and spaced. */
export function fingerprint(operation: string, ...parts: readonly unknown[]): string {
    return createHash("sha256")
        .update(JSON.stringify([operation, ...parts.map(canonical)]))
        .digest("hex");
}
