import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { protocolProblem } from "../../src/http/protocol.js";
import { createHttpServer, listen } from "../../src/http/server.js";
import { RawClient } from "../support/raw.js";

describe("what is wrong with a request's headers", () => {
    const server = createHttpServer(
        (request, response) => {
            response.end(JSON.stringify({ code: protocolProblem(request)?.code ?? "none" }));
        },
        { requestTimeoutMs: 5_000 },
    );
    let url = "";
    let client: RawClient;
    beforeAll(async () => {
        url = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
    });
    afterAll(() => server.close());
    beforeEach(async () => {
        client = await RawClient.connect(url);
    });
    afterEach(() => client.close());

    it.each([
        ["nothing", ["Host: a"], "none"],
        ["an address with a port", ["Host: 127.0.0.1:8080"], "none"],
        ["an IPv6 address", ["Host: [::1]:8080"], "none"],
        ["a host that is empty, as RFC 9112 allows", ["Host:"], "none"],
        ["100 headers", ["Host: a", ...Array.from({ length: 99 }, () => "X: a")], "none"],
        ["two hosts", ["Host: a", "Host: a"], "malformed_request"],
        ["a host with a space and a path", ["Host: a b/c"], "malformed_request"],
        ["a host with a user", ["Host: me@a"], "malformed_request"],
        ["a port that is none", ["Host: a:b"], "malformed_request"],
        ["two keys", ["Host: a", "Authorization: Bearer x", "Authorization: Bearer y"], "malformed_request"],
        ["101 headers", ["Host: a", ...Array.from({ length: 100 }, () => "X: a")], "headers_too_large"],
        [
            "2001 headers, the host last",
            [...Array.from({ length: 2_000 }, () => "X: a"), "Host: a"],
            "headers_too_large",
        ],
    ])("%s", async (_what, headers, code) => {
        client.send(["GET / HTTP/1.1", ...headers, "", ""].join("\r\n"));
        await client.hears(new RegExp(`"code":"${code}"`));
    });
});
