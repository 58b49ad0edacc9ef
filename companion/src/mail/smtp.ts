/** The mail server: nodemailer's pool, fed with finished messages. */
import { createTransport, type Transporter } from "nodemailer";
import type { MailConfig } from "../config.js";

/** A finished message and its envelope. */
export interface Letter {
    readonly sender: string;
    readonly recipient: string;
    /** RFC 5322. */
    readonly message: Buffer;
}

/** Header fields that the DKIM signature covers: nodemailer's own choice, and both that make one-click unsubscription. */
const SIGNED_HEADERS = [
    "from:sender:reply-to:subject:date:message-id:to:cc:mime-version:content-type:content-transfer-encoding",
    "in-reply-to:references:auto-submitted:list-unsubscribe:list-unsubscribe-post",
].join(":");
/** Below what servers allow an idle connection, so that it is closed by us and not under a mail. */
const IDLE_MS = 20_000;

/** Hands letters to the mail server. */
export interface MailServer {
    /**
     * Resolves when the server has taken the letter.
     *
     * @throws what `explain` understands; an aborted `signal` cuts the connection
     */
    send(letter: Letter, signal: AbortSignal): Promise<void>;
    /** Resolves when the server can be reached and lets us in. */
    verify(): Promise<void>;
    close(): void;
}

export class SmtpServer implements MailServer {
    private readonly transporter: Transporter;

    constructor(config: MailConfig) {
        this.transporter = createTransport({
            pool: true,
            host: config.host,
            port: config.port,
            secure: config.security === "tls",
            requireTLS: config.security === "starttls",
            ignoreTLS: config.security === "none",
            ...(config.helloName ? { name: config.helloName } : {}),
            ...(config.user ? { auth: { user: config.user, pass: config.password } } : {}),
            ...(config.dkim
                ? {
                      dkim: {
                          domainName: config.dkim.domain,
                          keySelector: config.dkim.selector,
                          privateKey: config.dkim.privateKey,
                          headerFieldNames: SIGNED_HEADERS,
                      },
                  }
                : {}),
            maxConnections: config.maxConnections,
            // What a broken connection means is decided by Odoo's ledger, not by sending again at once.
            maxRequeues: 0,
            idleTimeout: IDLE_MS,
            connectionTimeout: config.timeoutMs,
            greetingTimeout: config.timeoutMs,
            socketTimeout: config.timeoutMs,
            // A message is bytes from Odoo: nothing in it is a path or a URL to be read.
            disableFileAccess: true,
            disableUrlAccess: true,
        });
    }

    async send({ sender, recipient, message }: Letter, signal: AbortSignal): Promise<void> {
        await this.transporter.sendMail({ envelope: { from: sender, to: [recipient] }, raw: message, signal });
    }

    async verify(): Promise<void> {
        await this.transporter.verify();
    }

    close(): void {
        this.transporter.close();
    }
}
