import type { RequestListener } from "node:http";
import type { Metrics } from "../metrics.js";

/** Serves `/metrics`, and nothing else, on a port that stays inside. */
export function metricsListener(metrics: Metrics): RequestListener {
    return (request, response) => {
        if (request.method !== "GET" || request.url !== "/metrics") {
            response.writeHead(404).end();
            return;
        }
        metrics.registry.metrics().then(
            (text) => response.writeHead(200, { "Content-Type": metrics.registry.contentType }).end(text),
            () => response.writeHead(500).end(),
        );
    };
}
