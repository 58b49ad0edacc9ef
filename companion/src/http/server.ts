import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { randomUUID } from "node:crypto";
import { ApiProblem } from "../errors/problem.js";

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;
const MAX_CONNECTIONS = 2_000;
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 10_000;

/** A request that is not even HTTP never reaches the application; it still gets a problem document. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === "ECONNRESET" || !socket.writable) {
        socket.destroy();
        return;
    }
    const problem =
        error.code === "HPE_HEADER_OVERFLOW"
            ? new ApiProblem("headers_too_large", `Send at most ${MAX_HEADER_BYTES} bytes of headers.`)
            : new ApiProblem("malformed_request", "The request is not valid HTTP, or did not arrive in time.");
    const body = JSON.stringify(problem.toDocument(randomUUID()));
    socket.end(
        [
            `HTTP/1.1 ${problem.status} ${problem.status === 431 ? "Request Header Fields Too Large" : "Bad Request"}`,
            "Content-Type: application/problem+json; charset=utf-8",
            `Content-Length: ${Buffer.byteLength(body)}`,
            "Cache-Control: no-store",
            "Connection: close",
            "",
            body,
        ].join("\r\n"),
    );
}

/** An HTTP server with limits on headers, time and sockets. `messages` are classes to make requests and responses of. */
export function createHttpServer(
    listener: RequestListener,
    requestTimeoutMs: number,
    messages: Pick<ServerOptions, "IncomingMessage" | "ServerResponse"> = {},
): Server {
    const server = createServer(
        {
            ...messages,
            maxHeaderSize: MAX_HEADER_BYTES,
            requestTimeout: requestTimeoutMs,
            headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
            keepAliveTimeout: KEEP_ALIVE_MS,
            connectionsCheckingInterval: 1_000,
        },
        listener,
    );
    server.maxHeadersCount = MAX_HEADERS;
    server.maxConnections = MAX_CONNECTIONS;
    server.on("clientError", answerBrokenRequest);
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
