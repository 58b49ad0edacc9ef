import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { ApiProblem } from "../errors/problem.js";
import type { Metrics } from "../metrics.js";
import { sendProblem } from "./send-problem.js";

const METHODS = ["GET", "HEAD"];

/**
 * Serves `/metrics`, and nothing else, on a port that stays inside.
 *
 * @param onError is told what keeps them from being served, and the `request_id` of the answer
 */
export function metricsListener(
    { registry }: Pick<Metrics, "registry">,
    onError: (error: unknown, requestId: string) => void,
): RequestListener {
    return (request, response) => {
        const requestId = randomUUID();
        if (request.url !== "/metrics") {
            const problem = new ApiProblem("not_found", "There is nothing at this path but /metrics.");
            sendProblem(response, problem, requestId);
            return;
        }
        if (!METHODS.includes(request.method ?? "")) {
            const headers = { Allow: METHODS.join(", ") };
            const detail = `Use ${METHODS.join(" or ")} here.`;
            sendProblem(response, new ApiProblem("method_not_allowed", detail, { headers }), requestId);
            return;
        }
        registry.metrics().then(
            (text) => response.writeHead(200, { "Content-Type": registry.contentType }).end(text),
            (error: unknown) => {
                onError(error, requestId);
                const problem = new ApiProblem("internal_error", "The reason is in the log, by the request_id.");
                sendProblem(response, problem, requestId);
            },
        );
    };
}
