// @ts-check
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { keyOf } from "./hash.mjs";

// A lock is a listening socket in Linux's abstract namespace: at most one process can have it, and the kernel frees it
// however that process ends, so that a `kill -9` leaves nothing stale. Whoever asks is told the holder's pid.

/** Room for an address in Linux's sockaddr_un, the zero byte in front not counted. */
const ADDRESS_LENGTH = 107;

/**
 * Of full length: Node 20 fills shorter addresses up with zero bytes, later versions do not, so that locks of one would not be
 * seen by the other.
 * @param {string} name
 */
function address(name) {
    return `\0${`support-center-${keyOf(name)}`.padEnd(ADDRESS_LENGTH, "-")}`;
}

/**
 * @param {string} name usually a path; equal names exclude each other on this machine
 * @returns {Promise<(() => Promise<void>) | undefined>} releases the lock; undefined when somebody else holds it
 */
export function tryLock(name) {
    return new Promise((resolve, reject) => {
        const server = createServer((socket) => socket.on("error", () => {}).end(String(process.pid)));
        server.once("error", (error) => {
            if ("code" in error && error.code === "EADDRINUSE") resolve(undefined);
            else reject(error);
        });
        server.listen(address(name), () => {
            server.unref();
            resolve(() => new Promise((done) => server.close(() => done())));
        });
    });
}

/**
 * @param {string} name
 * @returns {Promise<number | undefined>} pid of the process that holds the lock
 */
export function lockHolder(name) {
    return new Promise((resolve) => {
        let text = "";
        const socket = connect(address(name));
        socket.setEncoding("utf8").on("data", (chunk) => (text += chunk));
        socket.on("error", () => resolve(undefined));
        socket.on("close", () => resolve(/^\d+$/.test(text) ? Number(text) : undefined));
    });
}

/**
 * Runs `work` while holding the lock; waits for others.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] told once when there is somebody to wait for
 * @returns {Promise<T>}
 */
export async function withLock(name, work, onWait) {
    let release = await tryLock(name);
    if (!release) onWait?.();
    while (!release) {
        await delay(300);
        release = await tryLock(name);
    }
    try {
        return await work();
    } finally {
        await release();
    }
}
