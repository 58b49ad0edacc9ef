/** A client that sends bytes as it likes and keeps its side open. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { vi } from "vitest";

export class RawClient {
    received = "";
    closed = false;

    private constructor(private readonly socket: Socket) {
        socket.setEncoding("utf8").on("data", (text: string) => (this.received += text));
        socket.on("close", () => (this.closed = true));
        // That the server ends the connection under what is sent is what the tests are about.
        socket.on("error", () => undefined);
    }

    static async connect(url: string): Promise<RawClient> {
        const { hostname, port } = new URL(url);
        const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
        await once(socket, "connect");
        return new RawClient(socket);
    }

    send(text: string | Uint8Array): void {
        this.socket.write(text);
    }

    /** Waits for the server to say this. */
    async hears(words: RegExp, timeout = 6_000): Promise<void> {
        await vi.waitFor(
            () => {
                if (!words.test(this.received)) {
                    throw new Error(`heard only: ${this.received}`);
                }
            },
            { timeout, interval: 20 },
        );
    }

    /**
     * Waits until the server lets go of the connection. Its end is heard before that; only what is sent afterwards tells
     * whether it still listens.
     */
    async isLetGo(timeout = 6_000): Promise<void> {
        await vi.waitFor(
            () => {
                this.socket.write("x");
                if (!this.closed) {
                    throw new Error("still open");
                }
            },
            { timeout, interval: 100 },
        );
    }

    /** Of the last answer. */
    get problem(): { readonly status: number; readonly code: string; readonly request_id: string } {
        return JSON.parse(this.received.slice(this.received.lastIndexOf("\r\n\r\n") + 4)) as RawClient["problem"];
    }

    close(): void {
        this.socket.destroy();
    }
}
