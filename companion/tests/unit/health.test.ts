import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import type { Deps } from "../../src/http/deps.js";
import { healthRouter } from "../../src/http/health.js";
import { createLogger } from "../../src/log.js";
import { StoreReadOnly } from "../../src/store/write-check.js";

const SECRET = "connect ECONNREFUSED 10.0.3.7:25";

describe("/readyz", () => {
    const closers: (() => void)[] = [];
    afterEach(() => closers.splice(0).forEach((close) => close()));

    async function ask(
        deps: Pick<Deps, "odooHealth" | "mailHealth" | "overdueEmail" | "checkStore" | "isDraining">,
    ): Promise<Response> {
        // The router reads nothing else.
        const server = express()
            .use(healthRouter({ logger: createLogger("silent"), ...deps } as Deps))
            .listen(0, "127.0.0.1");
        closers.push(() => server.close());
        await new Promise((resolve) => server.once("listening", resolve));
        return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
    }

    it("says which dependency fails, and nothing of where it is or what it said", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: false, reason: SECRET }),
            mailHealth: () => ({ ok: false, reason: SECRET }),
            overdueEmail: () => undefined,
            checkStore: () => Promise.reject(new Error(SECRET)),
            isDraining: () => false,
        });
        const text = await answer.text();
        expect(answer.status).toBe(503);
        expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
        expect(answer.headers.get("retry-after")).toBe("1");
        expect(JSON.parse(text)).toMatchObject({
            type: "urn:support-center:problem:service_unavailable",
            status: 503,
            code: "service_unavailable",
            request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            checks: { odoo: { ok: false }, database: { ok: false }, mail: { ok: false } },
        });
        expect(text).not.toMatch(/ECONNREFUSED|10\.0\.3\.7/);
    });

    it("says when it is on its way out", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: true }),
            mailHealth: () => undefined,
            overdueEmail: () => undefined,
            checkStore: () => Promise.resolve(),
            isDraining: () => true,
        });
        expect(await answer.json()).toMatchObject({ status: 503, detail: "This process is shutting down." });
    });

    it("is ready without mail", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: true }),
            mailHealth: () => ({ ok: false, reason: SECRET }),
            overdueEmail: () => undefined,
            checkStore: () => Promise.resolve(),
            isDraining: () => false,
        });
        expect(answer.status).toBe(200);
        expect(await answer.json()).toMatchObject({ status: "degraded", checks: { mail: { ok: false } } });
    });

    it.each([
        [0, "ok", { ok: true }],
        [3, "degraded", { ok: false, reason: "Email to customers is overdue" }],
    ])("is ready while %i emails are overdue, and says so", async (count, status, check) => {
        const answer = await ask({
            odooHealth: () => ({ up: true }),
            mailHealth: () => undefined,
            overdueEmail: () => ({ count, oldest_seconds: count * 600 }),
            checkStore: () => Promise.resolve(),
            isDraining: () => false,
        });
        expect(answer.status).toBe(200);
        expect(await answer.json()).toEqual({
            status,
            checks: { odoo: { ok: true }, database: { ok: true }, overdue_email: check },
        });
    });

    it("is not ready when its database takes no writes", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: true }),
            mailHealth: () => undefined,
            overdueEmail: () => undefined,
            checkStore: () => Promise.reject(new StoreReadOnly(new Error(SECRET))),
            isDraining: () => false,
        });
        expect(await answer.json()).toMatchObject({
            status: 503,
            checks: { database: { ok: false, reason: "The companion's database cannot be written to" } },
        });
    });
});
