import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import type { Deps } from "../../src/http/deps.js";
import { healthRouter } from "../../src/http/health.js";

const SECRET = "connect ECONNREFUSED 10.0.3.7:25";

describe("/readyz", () => {
    const closers: (() => void)[] = [];
    afterEach(() => closers.splice(0).forEach((close) => close()));

    async function ask(deps: Pick<Deps, "odooHealth" | "mailHealth" | "checkStore" | "isDraining">): Promise<Response> {
        // The router reads nothing else.
        const server = express()
            .use(healthRouter(deps as Deps))
            .listen(0, "127.0.0.1");
        closers.push(() => server.close());
        await new Promise((resolve) => server.once("listening", resolve));
        return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
    }

    it("says which dependency fails, and nothing of where it is or what it said", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: false, reason: SECRET }),
            mailHealth: () => ({ ok: false, reason: SECRET }),
            checkStore: () => Promise.reject(new Error(SECRET)),
            isDraining: () => false,
        });
        const text = await answer.text();
        expect(answer.status).toBe(503);
        expect(JSON.parse(text)).toMatchObject({
            checks: { odoo: { ok: false }, database: { ok: false }, mail: { ok: false } },
        });
        expect(text).not.toMatch(/ECONNREFUSED|10\.0\.3\.7/);
    });

    it("is ready without mail", async () => {
        const answer = await ask({
            odooHealth: () => ({ up: true }),
            mailHealth: () => ({ ok: false, reason: SECRET }),
            checkStore: () => Promise.resolve(),
            isDraining: () => false,
        });
        expect(answer.status).toBe(200);
    });
});
