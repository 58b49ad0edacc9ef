/** What a route answers, before it is sent. */
export interface Reply {
    readonly status: number;
    /** Sent as JSON. */
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly contentType?: string;
}
