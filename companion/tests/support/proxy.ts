/** A reverse proxy that serves a companion under a path. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface Proxy {
    readonly url: string;
    readonly stop: () => Promise<void>;
}

/**
 * @param prefix the path under which clients see the API
 * @param keepsPrefix whether it passes paths on as they are; otherwise it takes the prefix off, and knows nothing else
 */
export async function startProxy(target: string, prefix: string, keepsPrefix: boolean): Promise<Proxy> {
    const server = createServer((incoming, outgoing) => {
        const path = incoming.url ?? "";
        if (!path.startsWith(`${prefix}/`)) {
            outgoing.writeHead(404).end(`not of ${prefix}`);
            return;
        }
        const { method, headers } = incoming;
        const forwarded = request(
            new URL(keepsPrefix ? path : path.slice(prefix.length), target),
            { ...(method === undefined ? {} : { method }), headers },
            (answer) => {
                outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
                answer.pipe(outgoing);
            },
        );
        forwarded.on("error", () => outgoing.destroy());
        incoming.pipe(forwarded);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${port}`,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
