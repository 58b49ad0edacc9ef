import { parseMail, TestMailServer } from "../../companion/tests/support/smtp.ts";
import type { Odoo } from "./odoo.ts";

/** Emails as customers receive them. While the mailbox is open, Odoo sends to its mail server. */
export class Mailbox {
    readonly #admin: Odoo;
    readonly #server: TestMailServer;
    readonly #outgoing: number;

    private constructor(admin: Odoo, server: TestMailServer, outgoing: number) {
        this.#admin = admin;
        this.#server = server;
        this.#outgoing = outgoing;
    }

    static async open(admin: Odoo): Promise<Mailbox> {
        const server = await new TestMailServer().start();
        const outgoing = await admin.create("ir.mail_server", {
            name: "Mailbox of a journey",
            smtp_host: "127.0.0.1",
            smtp_port: server.port,
            smtp_encryption: "none",
        });
        // Customers hear of bookings at once, so that no journey waits.
        await admin.write("res.company", 1, { support_mail_grace_seconds: 0 });
        return new Mailbox(admin, server, outgoing);
    }

    /** From now on the mail server refuses emails to this address for now, until another address is named; none if empty. */
    defer(address: string): void {
        this.#server.behaviour = address === "" ? "accept" : "defer";
        this.#server.only = address;
    }

    /** Sends what is due, as Odoo does every few minutes. */
    async deliver(): Promise<void> {
        const sender = await this.#admin.find("ir.cron", [["code", "=", "model._cron_deliver()"]]);
        await this.#admin.call("ir.cron", "method_direct_trigger", [[sender]]);
    }

    /**
     * The address behind the button of the newest email about a visit.
     * @param subject of the visit; no other visit has it
     */
    async link(subject: string): Promise<string> {
        await this.deliver();
        const mails = await Promise.all(this.#server.mails.map((mail) => parseMail(mail)));
        const html = mails.map((mail) => mail.html || "").findLast((text) => text.includes(subject));
        if (html === undefined) throw new Error(`no email about ${subject} among ${mails.length}`);
        const link = /href="(?<link>[^"]*\/support\/visit\/[^"]+)"[^>]*>See your visit</.exec(html)?.groups?.["link"];
        if (link === undefined) throw new Error(`no link in ${html}`);
        return link;
    }

    async close(): Promise<void> {
        await this.#admin.write("res.company", 1, { support_mail_grace_seconds: 30 });
        await this.#admin.call("ir.mail_server", "unlink", [[this.#outgoing]]);
        await this.#server.stop();
    }
}
