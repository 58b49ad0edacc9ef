import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiProblem } from "../errors/problem.js";
import { answerBrokenRequests, type EnterUnread } from "./broken.js";

const MAX_HEADER_BYTES = 16 * 1024;
export const MAX_HEADERS = 100;
const MAX_CONNECTIONS = 2_000;
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 10_000;

function explain(code: string | undefined, requestTimeoutMs: number): ApiProblem {
    switch (code ?? "") {
        case "HPE_HEADER_OVERFLOW":
            return new ApiProblem("headers_too_large", `Send at most ${MAX_HEADER_BYTES} bytes of headers.`);
        case "ERR_HTTP_REQUEST_TIMEOUT":
            return new ApiProblem(
                "request_timeout",
                `The request was not carried out: send all of it within ${requestTimeoutMs / 1_000} seconds.`,
            );
        default:
            return new ApiProblem("malformed_request", "The request is not valid HTTP.");
    }
}

export interface HttpServerOptions {
    /** How long a request may take to arrive, milliseconds. */
    readonly requestTimeoutMs: number;
    /** Classes to make requests and responses of. */
    readonly messages?: Pick<ServerOptions, "IncomingMessage" | "ServerResponse">;
    /** Enters what never reaches the listener. */
    readonly enterUnread?: EnterUnread;
}

/** An HTTP server with limits on headers, time and sockets. */
export function createHttpServer(
    listener: RequestListener,
    { requestTimeoutMs, messages, enterUnread }: HttpServerOptions,
): Server {
    const server = createServer(
        {
            ...messages,
            maxHeaderSize: MAX_HEADER_BYTES,
            requestTimeout: requestTimeoutMs,
            headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
            keepAliveTimeout: KEEP_ALIVE_MS,
            // Node would answer with nothing but a status; the application says what is wrong.
            requireHostHeader: false,
            connectionsCheckingInterval: 1_000,
        },
        listener,
    );
    server.on("checkExpectation", listener);
    // Node leaves the others out without a word. One more shows that there were others.
    server.maxHeadersCount = MAX_HEADERS + 1;
    server.maxConnections = MAX_CONNECTIONS;
    answerBrokenRequests(server, (code) => explain(code, requestTimeoutMs), enterUnread ?? (() => Promise.resolve()));
    return server;
}

/** Resolves with the port once the server listens. */
export function listen(server: Server, port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
            server.off("error", reject);
            resolve((server.address() as AddressInfo).port);
        });
    });
}

/** Stops accepting, lets running requests finish, and gives up on them after a while. */
export function closeGracefully(server: Server, giveUpMs: number): Promise<void> {
    return new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), giveUpMs);
        server.close(() => {
            clearTimeout(timer);
            resolve();
        });
    });
}
