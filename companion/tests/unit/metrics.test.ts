import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { metricsListener } from "../../src/http/metrics.js";
import { Metrics } from "../../src/metrics.js";

describe("the port of the metrics", () => {
    const closers: (() => void)[] = [];
    afterEach(() => closers.splice(0).forEach((close) => close()));
    const failures: [unknown, string][] = [];

    async function ask(path: string, method = "GET", metrics = new Metrics()): Promise<Response> {
        const server = createServer(metricsListener(metrics, (...failure) => failures.push(failure)));
        closers.push(() => server.close());
        await once(server.listen(0, "127.0.0.1"), "listening");
        return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });
    }

    it("serves them", async () => {
        const answer = await ask("/metrics");
        expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("companion_odoo_up 0")]);
    });

    it.each([
        ["GET", "/", 404, "not_found"],
        ["POST", "/metrics", 405, "method_not_allowed"],
    ])("answers %s %s with a problem", async (method, path, status, code) => {
        const answer = await ask(path, method);
        expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
        expect(answer.headers.get("allow")).toBe(status === 405 ? "GET, HEAD" : null);
        expect([answer.status, await answer.json()]).toMatchObject([status, { status, code }]);
    });

    it("says where the reason is when they cannot be collected", async () => {
        const metrics = new Metrics();
        const reason = new Error("no");
        metrics.registry.metrics = () => Promise.reject(reason);
        const answer = await ask("/metrics", "GET", metrics);
        const problem = (await answer.json()) as { code: string; request_id: string };
        expect([answer.status, problem.code]).toEqual([500, "internal_error"]);
        expect(failures).toEqual([[reason, problem.request_id]]);
    });
});
