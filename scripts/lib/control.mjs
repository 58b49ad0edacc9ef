// @ts-check
import { createServer } from "node:http";
import { onExit } from "./lifecycle.mjs";

/**
 * Lets a test in another process do something to the servers that it runs against. Ends with this process.
 * @param {Record<string, () => unknown>} actions by path; what they answer, if it is text, is the body
 * @returns {Promise<string>} where
 */
export async function startControl(actions) {
    const server = createServer((request, response) => {
        const action = actions[request.url ?? ""] ?? (() => Promise.reject(new Error("no such action")));
        Promise.resolve()
            .then(action)
            .then(
                (answer) => response.writeHead(200).end(typeof answer === "string" ? answer : ""),
                (error) => response.writeHead(500).end(String(error)),
            );
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    onExit(() => server.close());
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    return `http://127.0.0.1:${address.port}`;
}
