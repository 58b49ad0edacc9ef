import { once } from "node:events";
import { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, it } from "vitest";
import { messagesOf } from "../../src/http/messages.js";
import { createHttpServer } from "../../src/http/server.js";

it("requests and responses keep the prototype they are born with, and are still Express's and Node's", async () => {
    const app = express();
    const messages = messagesOf(app);
    const seen: unknown[] = [];
    app.get("/here", (request, response) => {
        seen.push(Object.getPrototypeOf(request) === messages.IncomingMessage?.prototype);
        seen.push(Object.getPrototypeOf(response) === messages.ServerResponse?.prototype);
        seen.push(request instanceof IncomingMessage, response instanceof ServerResponse, request.app === app);
        response.json({ path: request.path, agent: request.get("User-Agent") });
    });
    const server = createHttpServer(app, { requestTimeoutMs: 5_000, messages }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
        const { port } = server.address() as AddressInfo;
        const answer = await fetch(`http://127.0.0.1:${port}/here`, { headers: { "User-Agent": "vitest" } });
        expect(await answer.json()).toEqual({ path: "/here", agent: "vitest" });
        expect(seen).toEqual([true, true, true, true, true]);
    } finally {
        server.close();
        server.closeAllConnections();
    }
});
