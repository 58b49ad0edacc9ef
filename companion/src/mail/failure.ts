/** Tells failures that pass from those that stay, and those of one mail from those of the whole mail server. */

/** What nodemailer says of a delivery that failed, as far as it matters here. */
export interface SmtpError {
    readonly code?: string | undefined;
    readonly command?: string | undefined;
    readonly responseCode?: number | undefined;
    readonly response?: string | undefined;
    readonly permanent?: boolean | undefined;
    readonly timeoutType?: string | undefined;
    readonly message: string;
}

export interface Failure {
    /** Sending the same mail again would fail again. */
    readonly permanent: boolean;
    /** The server was not reached, or did not let us in: other mails would fare the same. */
    readonly unreachable: boolean;
    /** One line, with the server's own words where it had any. */
    readonly text: string;
}

/**
 * Replies about us rather than about a mail, whatever command they answer: the server goes; authentication is needed, refused
 * or too weak. Not 454: after a recipient it says that relaying to that one is refused for now.
 */
const REPLIES_ABOUT_US = new Set([421, 530, 534, 535, 538]);
/** Commands before the first word about a mail. */
const BEFORE_MAIL = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH|API$)/;
/** What is wrong with one mail, also where nodemailer says so before it asks the server (command API). */
const ABOUT_A_MAIL = new Set(["EENVELOPE", "EMESSAGE"]);
const UNREACHABLE_CODES = new Set(["EDNS", "ETLS", "EAUTH", "ENOAUTH", "ECONFIG", "EREQUIRETLS"]);
const BEFORE_MAIL_TIMEOUTS = new Set(["CONNECT_TIMEOUT", "GREETING_TIMEOUT", "UPGRADE_TIMEOUT"]);

function isUnreachable(error: SmtpError): boolean {
    const { code = "", command = "", responseCode = 0, timeoutType = "" } = error;
    return (
        UNREACHABLE_CODES.has(code) ||
        REPLIES_ABOUT_US.has(responseCode) ||
        (BEFORE_MAIL.test(command) && !ABOUT_A_MAIL.has(code)) ||
        BEFORE_MAIL_TIMEOUTS.has(timeoutType)
    );
}

/** What a delivery's failure means for the mail and for those that wait. */
export function explain(error: SmtpError): Failure {
    const unreachable = isUnreachable(error);
    // Without a reply, only an address that cannot be used at all (EENVELOPE) is beyond hope.
    const final = error.permanent ?? error.code === "EENVELOPE";
    // About a mail the server's words say it all; about the server, also what we were trying is needed.
    const text = oneLine((!unreachable && error.response) || error.message);
    return { permanent: final && !unreachable, unreachable, text: text || (error.code ?? "unknown error") };
}

/** The same without addresses: servers repeat those of customers. For texts that are about all mail, and for logs. */
export function withoutAddresses(text: string): string {
    return text.replace(/[^\s<>()"',;:]+@[^\s<>()"',;:]+/g, "…");
}

/** Servers may answer anything; Odoo has to be able to take it, or it would never hear of the failure. */
function oneLine(text: string): string {
    return text
        .toWellFormed()
        .replace(/[\s\p{Cc}]+/gu, " ")
        .trim();
}
