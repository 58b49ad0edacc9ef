/** Requests that are not HTTP, or that do not arrive in time: who answers them, and that none of them is carried out. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ApiProblem } from "../errors/problem.js";

/** A request of which nothing is known but where it came from: no application has seen it. */
export interface UnreadRequest {
    readonly requestId: string;
    /** Of the socket; empty when it is gone. */
    readonly address: string;
    readonly problem: ApiProblem;
}

/** Enters such a request in the access log. Must not reject: there is nobody to tell. */
export type EnterUnread = (request: UnreadRequest) => Promise<void>;

/** Time for the answer to be read before the connection ends, milliseconds. */
const LINGER_MS = 1_000;
const BROKEN = Symbol("broken");
const problems = new WeakMap<IncomingMessage, ApiProblem>();

/** Calls back when the rest of the request will never come, also when that is known already. */
export function whenBroken(request: IncomingMessage, onBroken: (problem: ApiProblem) => void): void {
    const problem = problems.get(request);
    if (problem) {
        onBroken(problem);
    } else {
        request.once(BROKEN, onBroken);
    }
}

function breakOff(request: IncomingMessage, problem: ApiProblem): void {
    problems.set(request, problem);
    request.emit(BROKEN, problem);
}

async function answerUnread(socket: Socket, problem: ApiProblem, enter: EnterUnread): Promise<void> {
    const requestId = randomUUID();
    await enter({ requestId, address: socket.remoteAddress ?? "", problem });
    if (!socket.writable) {
        socket.destroy();
        return;
    }
    const body = JSON.stringify(problem.toDocument(requestId));
    const text = [
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
        "Content-Type: application/problem+json; charset=utf-8",
        `Content-Length: ${Buffer.byteLength(body)}`,
        "Cache-Control: no-store",
        `X-Request-Id: ${requestId}`,
        "Connection: close",
        "",
        body,
    ].join("\r\n");
    socket.end(text);
    // The client may keep its side open for as long as it likes. At once would be too soon: what it is just sending would
    // be answered with a reset, which takes the answer along.
    socket.once("end", () => socket.destroy());
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/**
 * Sees to it that broken requests are answered in their turn, and that their connections end.
 *
 * @param explain what is wrong, by the error's code
 */
export function answerBrokenRequests(
    server: Server,
    explain: (code: string | undefined) => ApiProblem,
    enter: EnterUnread,
): void {
    /** What is answered to the last request that the application has seen of a connection. */
    const latest = new WeakMap<Socket, ServerResponse>();
    const ending = new WeakSet<Socket>();
    // First, so that it is known before the application does anything.
    server.prependListener("request", (request, response) => latest.set(request.socket, response));
    // Node would end the connection without a word.
    server.on("connect", (_request, socket: Socket) => {
        ending.add(socket);
        void answerUnread(socket, new ApiProblem("malformed_request", "This is no proxy: ask for a path."), enter);
    });
    server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
        // Without a byte there is no request: browsers and load balancers open connections ahead of time.
        if (error.code === "ECONNRESET" || !socket.writable || socket.bytesRead === 0) {
            socket.destroy();
            return;
        }
        if (ending.has(socket)) {
            return;
        }
        ending.add(socket);
        const problem = explain(error.code);
        const response = latest.get(socket);
        if (!response || (response.req.complete && response.writableFinished)) {
            void answerUnread(socket, problem, enter);
        } else if (response.req.complete) {
            // What is broken came after a request whose answer is owed first.
            response.once("close", () => void answerUnread(socket, problem, enter));
        } else if (response.headersSent) {
            // It has its answer, and only its body is missing.
            socket.destroy();
        } else {
            // The application answers, and enters it, under the request's own id; then Node ends the connection.
            response.shouldKeepAlive = false;
            breakOff(response.req, problem);
        }
    });
}
