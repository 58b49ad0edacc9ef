/** What a caught value says of itself, for logs. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : "unknown";
}
