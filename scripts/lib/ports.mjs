// @ts-check
import { createServer } from "node:net";
import { tryLock } from "./lock.mjs";

/**
 * @param {number} port 0 for any
 * @returns {Promise<number | undefined>} the port when it is free on loopback
 */
function probe(port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(undefined));
        server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
            const address = server.address();
            server.close(() => resolve(address && typeof address === "object" ? address.port : undefined));
        });
    });
}

/** A free loopback port that the system picks. */
export async function anyPort() {
    const port = await probe(0);
    if (port === undefined) throw new Error("no free port on 127.0.0.1");
    return port;
}

/**
 * The first free port at or after the wanted one. It is this process's until it ends: another start at the same time, which
 * finds it free as well because nobody listens there yet, gets the next one.
 * @param {number} wanted
 * @returns {Promise<number | undefined>}
 */
export async function reservePort(wanted) {
    for (let port = wanted; port < Math.min(wanted + 200, 65536); port++) {
        const release = await tryLock(`port ${port}`);
        if (!release) continue;
        if ((await probe(port)) !== undefined) return port;
        await release();
    }
    return undefined;
}
