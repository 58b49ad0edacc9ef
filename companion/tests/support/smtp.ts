/** A real SMTP server on a real socket, that can misbehave in the ways real ones do. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";

export type Behaviour =
    | "accept"
    /** The recipient is named, and no answer comes. */
    | "stall"
    /** The recipient is refused for good. */
    | "refuse"
    /** The recipient is refused for now. */
    | "defer"
    /** The content is refused for good. */
    | "reject"
    /** The connection breaks before the end of the mail. */
    | "drop"
    /** The mail is taken, and the connection breaks before the answer. */
    | "lose"
    /** The mail is taken, and no answer comes. */
    | "hang"
    /** The answer takes its time. */
    | "slow";

const SLOW_MS = 300;

export interface ReceivedMail {
    readonly messageId: string;
    readonly from: string;
    readonly to: string;
    readonly raw: string;
    readonly at: number;
    /** When the client was told so; undefined as long as it was not. */
    answeredAt?: number;
}

function refusal(code: number, text: string): Error {
    return Object.assign(new Error(text), { responseCode: code });
}

export class TestMailServer {
    /** What was taken, in order. */
    readonly mails: ReceivedMail[] = [];
    /** Recipients that were named in vain. */
    readonly stalled: string[] = [];
    behaviour: Behaviour = "accept";
    /** Recipients that `behaviour` is for; empty: all. */
    only = "";
    /** Mails in the middle of their delivery, and the most there were at once. */
    active = 0;
    peak = 0;
    private readonly sockets = new Set<Socket>();
    private readonly server: SMTPServer;

    constructor(options: SMTPServerOptions = {}) {
        this.server = new SMTPServer({
            authOptional: true,
            disabledCommands: ["STARTTLS"],
            disableReverseLookup: true,
            closeTimeout: 100,
            onRcptTo: (address, _session, callback) => {
                const behaviour = this.behaviourFor(address.address);
                if (behaviour === "stall") {
                    this.stalled.push(address.address);
                } else if (behaviour === "refuse") {
                    callback(refusal(550, "5.1.1 no such user"));
                } else if (behaviour === "defer") {
                    callback(refusal(451, "4.7.1 try again later"));
                } else {
                    callback();
                }
            },
            onData: (stream, session, callback) => {
                this.take(stream, session).then(
                    (answered) => (answered ? callback() : undefined),
                    (error: unknown) => callback(error as Error),
                );
            },
            ...options,
        });
        this.server.server.on("connection", (socket: Socket) => {
            this.sockets.add(socket);
            socket.on("close", () => this.sockets.delete(socket));
        });
        // Clients that break off are what the tests are about.
        this.server.on("error", () => undefined);
    }

    async start(port = 0): Promise<this> {
        this.server.listen(port, "127.0.0.1");
        await once(this.server.server, "listening");
        return this;
    }

    get port(): number {
        return (this.server.server.address() as AddressInfo).port;
    }

    /** Message-IDs and how often each was taken. */
    counts(): Map<string, number> {
        const counts = new Map<string, number>();
        this.mails.forEach(({ messageId }) => counts.set(messageId, (counts.get(messageId) ?? 0) + 1));
        return counts;
    }

    mailsTo(recipient: string): ReceivedMail[] {
        return this.mails.filter((mail) => mail.to === recipient);
    }

    async stop(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        await new Promise<void>((resolve) => this.server.close(resolve));
    }

    private behaviourFor(recipient: string): Behaviour {
        return this.only === "" || this.only === recipient ? this.behaviour : "accept";
    }

    /** @returns whether the client gets an answer */
    private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<boolean> {
        const to = session.envelope.rcptTo[0]?.address ?? "";
        const behaviour = this.behaviourFor(to);
        this.active++;
        this.peak = Math.max(this.peak, this.active);
        try {
            if (behaviour === "drop") {
                this.cut(session);
                return false;
            }
            const chunks: Buffer[] = [];
            for await (const chunk of stream as AsyncIterable<Buffer>) {
                chunks.push(chunk);
            }
            if (behaviour === "reject") {
                throw refusal(554, "5.7.1 looks like spam");
            }
            const raw = Buffer.concat(chunks).toString("latin1");
            const messageId = /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? "";
            const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
            const mail: ReceivedMail = { messageId, from, to, raw, at: Date.now() };
            this.mails.push(mail);
            if (behaviour === "slow") {
                await sleep(SLOW_MS);
            }
            if (behaviour === "lose") {
                this.cut(session);
            }
            if (behaviour === "lose" || behaviour === "hang") {
                return false;
            }
            mail.answeredAt = Date.now();
            return true;
        } finally {
            this.active--;
        }
    }

    private cut({ remotePort }: SMTPServerSession): void {
        [...this.sockets].find((socket) => socket.remotePort === remotePort)?.destroy();
    }
}

export function parseMail({ raw }: ReceivedMail): Promise<ParsedMail> {
    return simpleParser(Buffer.from(raw, "latin1"));
}
