/** How both transports take what a server, or the network, does to them. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { Json2Transport } from "../../src/odoo/json2/client.js";
import type { OdooTransport } from "../../src/odoo/transport.js";
import { XmlRpcTransport } from "../../src/odoo/xmlrpc/client.js";

const servers: Server[] = [];
const transports: OdooTransport[] = [];

afterEach(async () => {
    transports.splice(0).forEach((transport) => transport.close());
    for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    }
});

interface Protocol {
    readonly name: "xmlrpc" | "json2";
    /** The body that says `true`. */
    readonly yes: string;
}

const PROTOCOLS: readonly Protocol[] = [
    {
        name: "xmlrpc",
        yes: "<?xml version='1.0'?><methodResponse><params><param><value><boolean>1</boolean></value></param></params></methodResponse>",
    },
    { name: "json2", yes: "true" },
];
const UID =
    "<?xml version='1.0'?><methodResponse><params><param><value><int>7</int></value></param></params></methodResponse>";

function fault(code: number): string {
    return `<?xml version='1.0'?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member><member><name>faultString</name><value><string>Traceback: secret</string></value></member></struct></value></fault></methodResponse>`;
}

async function readBody(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
}

/** A server that logs XML-RPC clients in, and answers calls as told. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<URL> {
    const listener: RequestListener = (request, response) => {
        void readBody(request).then((body) => {
            if (request.url?.endsWith("/common")) {
                response.end(UID);
            } else {
                answer(request, response, body);
            }
        });
    };
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function connect(name: Protocol["name"], url: URL, sockets = 4, now?: () => number): OdooTransport {
    const credentials = { url, database: "db", login: "companion", apiKey: "the-odoo-key" };
    const transport =
        name === "xmlrpc" ? new XmlRpcTransport(credentials, sockets, now) : new Json2Transport(credentials, sockets);
    transports.push(transport);
    return transport;
}

describe.each(PROTOCOLS)("$name", ({ name, yes }) => {
    const call = (transport: OdooTransport, timeoutMs = 2_000) => transport.call("ping", { a: 1 }, { timeoutMs });

    it("brings arguments there and answers back, with language and time zone", async () => {
        let seen = "";
        const url = await serve((_request, response, body) => {
            seen = body;
            response.end(yes);
        });
        expect(await call(connect(name, url))).toBe(true);
        expect(seen).toContain("en_US");
        expect(seen).toContain("UTC");
    });

    it("keeps a path in front of Odoo's own", async () => {
        let path = "";
        const url = await serve((request, response) => {
            path = request.url ?? "";
            response.end(yes);
        });
        await call(connect(name, new URL("/odoo/", url)));
        expect(path).toMatch(/^\/odoo\/(xmlrpc|json)\/2\//);
    });

    it("knows that nothing was done when nobody listens", async () => {
        const transport = connect(name, new URL("http://127.0.0.1:1"));
        await expect(call(transport)).rejects.toMatchObject({ kind: "unreachable", executed: "no" });
    });

    it("lets an urgent call past others that wait for a connection", async () => {
        const held: ServerResponse[] = [];
        const url = await serve((_request, response, body) => {
            if (body.includes("urgent")) {
                response.end(yes);
            } else {
                held.push(response);
            }
        });
        const transport = connect(name, url, 1);
        const ordinary = [call(transport), call(transport)].map((each) => each.catch(() => undefined));
        await expect(transport.call("ping", { a: "urgent" }, { timeoutMs: 1_500, urgent: true })).resolves.toBe(true);
        held.forEach((response) => response.destroy());
        transport.close();
        await Promise.all(ordinary);
    });

    it("gives up at its deadline, once", async () => {
        const url = await serve(() => undefined);
        const transport = connect(name, url);
        await expect(call(transport, 80)).rejects.toMatchObject({ kind: "interrupted", executed: "maybe" });
    });

    it("gives up at its deadline in the middle of an answer, too", async () => {
        const url = await serve((_request, response) => {
            response.writeHead(200);
            response.write(yes.slice(0, 2));
        });
        await expect(call(connect(name, url), 80)).rejects.toMatchObject({ kind: "interrupted", executed: "maybe" });
    });

    it.each([
        ["before an answer", (_response: ServerResponse, socket: Socket) => socket.destroy()],
        ["by a reset", (_response: ServerResponse, socket: Socket) => socket.resetAndDestroy()],
        [
            "in the middle of an answer",
            (response: ServerResponse, socket: Socket) => {
                response.writeHead(200, { "Content-Length": "1000" });
                response.write(yes.slice(0, 3), () => socket.destroy());
            },
        ],
    ])("does not know what was done when the connection breaks %s", async (_when, break_) => {
        const url = await serve((request, response) => break_(response, request.socket));
        await expect(call(connect(name, url))).rejects.toMatchObject({ kind: "interrupted", executed: "maybe" });
    });

    it.each([
        ["HTML of a proxy", 502, "<html><body>Bad Gateway</body></html>"],
        ["an error with a body that looks right", 500, yes],
        ["nonsense", 200, "nonsense"],
        ["nothing", 200, ""],
    ])("does not take %s for an answer", async (_what, status, body) => {
        const url = await serve((_request, response) => response.writeHead(status).end(body));
        await expect(call(connect(name, url))).rejects.toMatchObject({ executed: "maybe" });
    });

    it("opens no more connections than it may, and keeps them", async () => {
        const sockets = new Set<Socket>();
        const url = await serve((request, response) => {
            sockets.add(request.socket);
            setImmediate(() => response.end(yes));
        });
        const transport = connect(name, url, 3);
        await Promise.all(Array.from({ length: 200 }, () => call(transport, 10_000)));
        expect(sockets.size).toBeLessThanOrEqual(3);
    });

    it("stops reading an answer without end", async () => {
        const url = await serve((_request, response) => {
            response.writeHead(200);
            const chunk = Buffer.alloc(1024 * 1024, 32);
            const more = (): void => {
                while (response.write(chunk));
                response.once("drain", more);
            };
            more();
        });
        await expect(call(connect(name, url), 20_000)).rejects.toMatchObject({ kind: "malformed", executed: "maybe" });
    });

    it("speaks TLS to an https address, and verifies it", async () => {
        let plain = 0;
        const url = await serve(() => plain++);
        url.protocol = "https:";
        await expect(call(connect(name, url))).rejects.toMatchObject({ executed: expect.any(String) as string });
        expect(plain).toBe(0);
    });

    it("never tells what Odoo's error says, nor its own key", async () => {
        const url = await serve((_request, response) => {
            if (name === "xmlrpc") {
                response.end(fault(1));
            } else {
                response.writeHead(500).end('{"message": "Traceback: secret", "debug": "secret"}');
            }
        });
        const error = await call(connect(name, url)).catch((caught: unknown) => caught as Error);
        expect(error).toMatchObject({ kind: "fault", executed: "maybe" });
        expect(String((error as Error).stack)).not.toMatch(/secret|the-odoo-key/);
    });
});

describe("xmlrpc", () => {
    it("stays away for a minute after Odoo refused its key, as Odoo bars an address after five attempts", async () => {
        let calls = 0;
        let now = 1_000_000;
        const url = await serve((_request, response) => {
            calls++;
            response.end(fault(3));
        });
        const transport = connect("xmlrpc", url, 4, () => now);
        const call = () => transport.call("ping", {}, { timeoutMs: 2_000 });
        for (let i = 0; i < 10; i++) {
            await expect(call()).rejects.toMatchObject({ kind: "denied", executed: "no" });
        }
        expect(calls).toBe(1);
        now += 70_000;
        await expect(call()).rejects.toMatchObject({ kind: "denied" });
        expect(calls).toBe(2);
    });

    it("logs in once for many calls", async () => {
        let logins = 0;
        const server = createServer((request, response) => {
            void readBody(request).then(() => {
                logins += request.url?.endsWith("/common") ? 1 : 0;
                response.end(UID);
            });
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        const transport = connect("xmlrpc", url);
        await Promise.all(Array.from({ length: 20 }, () => transport.call("ping", {}, { timeoutMs: 2_000 })));
        expect(logins).toBe(1);
    });
});
