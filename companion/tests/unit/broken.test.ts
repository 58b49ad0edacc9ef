import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UnreadRequest } from "../../src/http/broken.js";
import { createHttpServer } from "../../src/http/server.js";
import { RawClient } from "../support/raw.js";

const REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

describe("a request that is not HTTP or does not arrive", () => {
    let server: Server;
    let client: RawClient;
    let entered: UnreadRequest[];
    beforeEach(async () => {
        entered = [];
        server = createHttpServer(
            (request, response) => void sleep(request.url === "/slow" ? 300 : 0).then(() => response.end("hello")),
            {
                requestTimeoutMs: 1_000,
                enterUnread: (request) => Promise.resolve(void entered.push(request)),
            },
        ).listen(0, "127.0.0.1");
        await once(server, "listening");
        client = await RawClient.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
    afterEach(() => {
        client.close();
        server.close();
        server.closeAllConnections();
    });

    it("is answered 408 when its header does not come, and keeps no connection", async () => {
        client.send("GET / HTTP/1.1\r\nHost:");
        await client.hears(/^HTTP\/1\.1 408 Request Timeout\r\n/);
        expect(client.problem).toMatchObject({ status: 408, code: "request_timeout" });
        expect(client.received).toContain(`X-Request-Id: ${client.problem.request_id}`);
        expect(entered).toMatchObject([{ requestId: client.problem.request_id, address: "127.0.0.1" }]);
        await client.isLetGo();
    });

    it.each([
        ["no HTTP", "nonsense\r\n\r\n", 400, "malformed_request"],
        ["too much", `GET / HTTP/1.1\r\nX: ${"x".repeat(200_000)}\r\n\r\n`, 431, "headers_too_large"],
    ])("is answered when it is %s", async (_what, text, status, code) => {
        client.send(text);
        await client.hears(/"request_id"/);
        expect(client.problem).toMatchObject({ status, code });
        await client.isLetGo();
        expect(entered).toHaveLength(1);
    });

    it("is answered after the request before it, which is answered as if nothing were wrong", async () => {
        client.send(`${REQUEST.replace("/", "/slow")}nonsense\r\n\r\n`);
        await client.hears(/"request_id"/);
        expect(client.received).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nhelloHTTP\/1\.1 400 Bad Request\r\n/);
        await client.isLetGo();
    });

    it("is answered on a connection that has served others", async () => {
        client.send(REQUEST);
        await client.hears(/hello$/);
        client.send("GET / HTTP/1.1\r\n");
        await client.hears(/hello/);
        await client.hears(/HTTP\/1\.1 408 /);
        await client.isLetGo();
    });

    it("is answered once when it has its answer and only its body is missing", async () => {
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf");
        await client.hears(/hello/);
        await client.isLetGo();
        expect(client.received).not.toContain("408");
        expect(entered).toEqual([]);
    });

    it("is none where not a byte was sent", async () => {
        await sleep(2_500);
        expect(client.received).toBe("");
        await client.isLetGo();
        expect(entered).toEqual([]);
    });
});
