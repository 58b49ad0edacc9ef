import type { ServerResponse } from "node:http";
import type { ApiProblem } from "../errors/problem.js";

/**
 * Answers with a problem where no pipeline does so, and no access log has the request.
 *
 * @param more members beside those that every problem has
 */
export function sendProblem(
    response: ServerResponse,
    problem: ApiProblem,
    requestId: string,
    more: Readonly<Record<string, unknown>> = {},
): void {
    const body = JSON.stringify({ ...problem.toDocument(requestId), ...more });
    response
        .writeHead(problem.status, {
            ...problem.extras.headers,
            "Cache-Control": "no-store",
            "Content-Type": "application/problem+json; charset=utf-8",
            "Content-Length": Buffer.byteLength(body),
        })
        .end(body);
}
