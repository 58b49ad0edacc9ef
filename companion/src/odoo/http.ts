/** One bounded HTTP POST with a deadline: what both protocols stand on. */
import * as http from "node:http";
import * as https from "node:https";
import { MAX_RESPONSE_BYTES, OdooError, type CallOptions } from "./transport.js";

export interface HttpAnswer {
    readonly status: number;
    readonly body: Buffer;
}

/** Errors after which the peer cannot have seen the request. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPROTO"]);

/** Posts to one server over a bounded number of kept connections; the protocol follows the URL, and TLS is always verified. */
export class HttpPoster {
    private readonly agent: http.Agent;
    /** One connection that ordinary calls cannot take. */
    private readonly urgentAgent: http.Agent;
    private readonly request: typeof http.request;

    constructor(
        private readonly base: URL,
        maxSockets: number,
        private readonly maxResponseBytes = MAX_RESPONSE_BYTES,
    ) {
        const secure = base.protocol === "https:";
        const createAgent = (sockets: number): http.Agent => {
            const options = {
                keepAlive: true,
                maxSockets: sockets,
                maxFreeSockets: sockets,
                scheduling: "lifo",
            } as const;
            return secure ? new https.Agent({ ...options, rejectUnauthorized: true }) : new http.Agent(options);
        };
        this.agent = createAgent(maxSockets);
        this.urgentAgent = createAgent(1);
        this.request = secure ? https.request : http.request;
    }

    /**
     * Posts a body and reads the whole answer.
     *
     * Node drops a kept connection that the server closed meanwhile only when it notices; such a request fails before any
     * byte of an answer. It is reported as interrupted and never sent again from here: only the caller knows whether it may.
     *
     * @throws OdooError of kind unreachable or interrupted
     */
    post(
        path: string,
        headers: Readonly<Record<string, string>>,
        body: string,
        { timeoutMs, urgent = false }: CallOptions,
    ): Promise<HttpAnswer> {
        const signal = AbortSignal.timeout(timeoutMs);
        return new Promise<HttpAnswer>((resolve, reject) => {
            const payload = Buffer.from(body, "utf8");
            const request = this.request(
                this.base,
                {
                    method: "POST",
                    path,
                    agent: urgent ? this.urgentAgent : this.agent,
                    signal,
                    headers: { ...headers, "Content-Length": String(payload.byteLength) },
                },
                (response) => {
                    this.collect(response).then(
                        (collected) => resolve({ status: response.statusCode ?? 0, body: collected }),
                        (error: unknown) => {
                            request.destroy();
                            reject(this.explain(error, signal, timeoutMs));
                        },
                    );
                },
            );
            // A promise settles once, so an abort that reports on both the request and the response does no harm.
            request.on("error", (error) => reject(this.explain(error, signal, timeoutMs)));
            request.end(payload);
        });
    }

    private async collect(response: http.IncomingMessage): Promise<Buffer> {
        const chunks: Buffer[] = [];
        let size = 0;
        for await (const chunk of response as AsyncIterable<Buffer>) {
            size += chunk.byteLength;
            if (size > this.maxResponseBytes) {
                throw new OdooError(
                    "malformed",
                    "maybe",
                    `Odoo's answer is larger than ${this.maxResponseBytes} bytes`,
                );
            }
            chunks.push(chunk);
        }
        if (!response.complete) {
            throw new OdooError("interrupted", "maybe", "Odoo's answer was cut off");
        }
        return Buffer.concat(chunks, size);
    }

    private explain(error: unknown, signal: AbortSignal, timeoutMs: number): OdooError {
        if (error instanceof OdooError) {
            return error;
        }
        if (signal.aborted) {
            return new OdooError("interrupted", "maybe", `Odoo did not answer within ${timeoutMs} ms`, {
                cause: error,
            });
        }
        const code = (error as NodeJS.ErrnoException).code ?? "";
        if (NEVER_SENT.has(code)) {
            return new OdooError("unreachable", "no", `Odoo cannot be reached (${code})`, { cause: error });
        }
        return new OdooError("interrupted", "maybe", `The connection to Odoo broke (${code || "unknown"})`, {
            cause: error,
        });
    }

    /** Changes how many connections there may be at once, the urgent one aside. */
    resize(maxSockets: number): void {
        this.agent.maxSockets = maxSockets;
        this.agent.maxFreeSockets = maxSockets;
    }

    close(): void {
        this.agent.destroy();
        this.urgentAgent.destroy();
    }
}
