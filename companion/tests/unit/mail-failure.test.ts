import { describe, expect, it } from "vitest";
import { explain, withoutAddresses, type SmtpError } from "../../src/mail/failure.js";

function failure(error: Partial<SmtpError>): { permanent: boolean; unreachable: boolean } {
    const { permanent, unreachable } = explain({ message: "it failed", ...error });
    return { permanent, unreachable };
}

describe("a delivery that failed", () => {
    it.each([
        ["an unknown recipient", { code: "EENVELOPE", command: "RCPT TO", responseCode: 550, permanent: true }],
        ["refused content", { code: "EMESSAGE", command: "DATA", responseCode: 554, permanent: true }],
        [
            "a sender that is not allowed",
            { code: "EENVELOPE", command: "MAIL FROM", responseCode: 553, permanent: true },
        ],
        ["an address that cannot be used", { code: "EENVELOPE" }],
        ["an address that is not even tried", { code: "EENVELOPE", command: "API" }],
    ])("is given up: %s", (_what, error) => {
        expect(failure(error)).toEqual({ permanent: true, unreachable: false });
    });

    it.each([
        ["greylisting", { code: "EENVELOPE", command: "RCPT TO", responseCode: 451, permanent: false }],
        [
            "a recipient that the server does not relay to for now",
            { code: "EENVELOPE", command: "RCPT TO", responseCode: 454, permanent: false },
        ],
        ["a full queue", { code: "EMESSAGE", command: "DATA", responseCode: 452, permanent: false }],
        ["silence after the mail", { code: "ETIMEDOUT", command: "DATA", timeoutType: "SOCKET_TIMEOUT" }],
        ["a connection that broke", { code: "ECONNECTION" }],
        ["our own limit", { code: "EABORT" }],
    ])("is tried again: %s", (_what, error) => {
        expect(failure(error)).toEqual({ permanent: false, unreachable: false });
    });

    it.each([
        ["nobody listens", { code: "ESOCKET", command: "CONN" }],
        ["the name is unknown", { code: "EDNS" }],
        ["no greeting", { code: "ETIMEDOUT", timeoutType: "GREETING_TIMEOUT" }],
        ["a refusal to talk", { code: "EPROTOCOL", command: "CONN", responseCode: 554, permanent: true }],
        ["a wrong password", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 535, permanent: true }],
        ["a password is asked for", { code: "EENVELOPE", command: "MAIL FROM", responseCode: 530, permanent: true }],
        ["no TLS for now", { code: "ETLS", command: "STARTTLS", responseCode: 454, permanent: false }],
        ["a login that fails for now", { command: "AUTH PLAIN", responseCode: 454, permanent: false }],
        ["no TLS", { code: "ETLS", command: "STARTTLS" }],
        ["the server shuts down", { code: "EMESSAGE", command: "DATA", responseCode: 421, permanent: false }],
    ])("is about the server, and no mail pays for it for good: %s", (_what, error) => {
        expect(failure(error)).toEqual({ permanent: false, unreachable: true });
    });

    it("is told in characters that Odoo can take and store", () => {
        expect(explain({ message: "", response: "550 no\0 such \x1buser\x07 \ud800" }).text).toBe(
            "550 no such user \ufffd",
        );
    });

    it.each([
        ["454 4.7.1 <ada@example.org>: Relay access denied", "454 4.7.1 <…>: Relay access denied"],
        ["421 4.7.0 ada.b+x@mail.example.org, too many", "421 4.7.0 …, too many"],
        ["connect ECONNREFUSED 10.0.3.7:25", "connect ECONNREFUSED 10.0.3.7:25"],
    ])("is told of the server without anybody's address: %s", (text, shown) => {
        expect(withoutAddresses(text)).toBe(shown);
    });

    it("is told on one line, in the server's words where it had any", () => {
        expect(explain({ message: "Can't send mail", response: "550-5.1.1 no\r\n550 such user " }).text).toBe(
            "550-5.1.1 no 550 such user",
        );
        expect(explain({ message: "", code: "ESOCKET" }).text).toBe("ESOCKET");
        const noTls = { code: "ETLS", command: "STARTTLS", response: "500 what?" };
        expect(explain({ ...noTls, message: "Error upgrading connection with STARTTLS: 500 what?" }).text).toContain(
            "STARTTLS",
        );
    });
});
