/** A TCP proxy between companion and Odoo that can do to a connection what networks do. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export type Fault =
    | "none"
    /** The connection is reset as soon as a request arrives; Odoo never sees it. */
    | "reset-before"
    /** Odoo gets the request and answers, but the client's connection is reset instead. */
    | "reset-after"
    /** The answer is cut off after some bytes. */
    | "truncate"
    /** Odoo gets the request; nothing ever comes back. */
    | "half-open"
    /** The answer comes later than anybody waits. */
    | "delay";

const DELAY_MS = 4_000;
const TRUNCATE_BYTES = 120;

export class FaultProxy {
    fault: Fault = "none";
    /** Which requests are concerned: those whose bytes contain this text. */
    marker = "";
    /** How many more requests get the fault. */
    remaining = Number.POSITIVE_INFINITY;
    /** How many got it so far. */
    struck = 0;
    private readonly sockets = new Set<Socket>();

    private constructor(
        private readonly server: Server,
        private readonly target: URL,
    ) {
        server.on("connection", (client) => this.join(client));
    }

    static async start(target: string): Promise<FaultProxy> {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return new FaultProxy(server, new URL(target));
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** From now on, this happens to requests that contain the text. */
    arm(fault: Fault, marker: string, times = Number.POSITIVE_INFINITY): void {
        Object.assign(this, { fault, marker, remaining: times, struck: 0 });
    }

    async close(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.server.close(resolve));
    }

    private join(client: Socket): void {
        const odoo = connect(Number(this.target.port), this.target.hostname);
        for (const socket of [client, odoo]) {
            this.sockets.add(socket);
            socket.on("error", () => socket.destroy());
            socket.on("close", () => {
                this.sockets.delete(socket);
                (socket === client ? odoo : client).destroy();
            });
        }
        let active: Fault = "none";
        client.on("data", (bytes) => {
            const concerned = this.fault !== "none" && this.remaining > 0 && bytes.includes(this.marker);
            if (concerned) {
                this.remaining--;
                this.struck++;
                active = this.fault;
            }
            if (concerned && active === "reset-before") {
                client.resetAndDestroy();
                return;
            }
            odoo.write(bytes);
        });
        odoo.on("data", (bytes) => {
            if (active === "none") {
                client.write(bytes);
            } else if (active === "truncate") {
                client.write(bytes.subarray(0, TRUNCATE_BYTES), () => client.destroy());
            } else if (active === "reset-after") {
                client.resetAndDestroy();
            } else if (active === "delay") {
                active = "none";
                setTimeout(() => client.write(bytes), DELAY_MS);
            }
        });
    }
}
