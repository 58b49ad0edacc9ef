/** The check of emails finds what it is there for: each fault, put into an email that has none. */
import { describe, expect, it } from "vitest";
import { checkMail } from "../support/wire/check.js";

const CALENDAR = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "METHOD:REQUEST",
    "PRODID:-//Support Center//Visits//EN",
    "BEGIN:VEVENT",
    "UID:visit-1@x",
    "DTSTAMP:20270101T000000Z",
    "DTSTART:20270102T100000Z",
    "DTEND:20270102T110000Z",
    "SEQUENCE:0",
    "STATUS:CONFIRMED",
    "SUMMARY:Visit",
    'ORGANIZER;CN="M, S":mailto:service@example.com',
    "ATTENDEE;CN=Kim;RSVP=TRUE:mailto:kim@example.com",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
];

function email(calendar: readonly string[] = CALENDAR): string {
    return [
        'From: "M, S" <service@example.com>',
        "To: Kim =?utf-8?B?TcO8bGxlcg==?= <kim@example.com>",
        "Reply-To: service@example.com",
        "Subject: =?utf-8?B?TcO8bGxlcg==?= and more",
        "Date: Fri, 27 Nov 2026 22:00:00 -0000",
        "Message-ID: <1.visit@example.com>",
        "MIME-Version: 1.0",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <https://example.com/support/visit/abc/unsubscribe>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        'Content-Type: multipart/alternative; boundary="b"',
        "",
        "--b",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Gr=C3=BC=C3=9Fe",
        "--b",
        'Content-Type: text/html; charset="utf-8"',
        "Content-Transfer-Encoding: base64",
        "",
        "PHA+SGVsbG88L3A+",
        "--b",
        'Content-Type: text/calendar; charset="utf-8"; method="REQUEST"',
        "",
        ...calendar.slice(0, -1),
        "",
        "--b--",
        "",
    ].join("\r\n");
}

describe("the check of emails", () => {
    it("has nothing to say about a good one", () => {
        expect(checkMail(email())).toMatchObject({
            problems: [],
            subject: "Müller and more",
            from: [{ name: "M, S", address: "service@example.com" }],
            to: [{ name: "Kim Müller", address: "kim@example.com" }],
            text: "Grüße",
            html: "<p>Hello</p>",
            invitation: { method: "REQUEST", sequence: 0, organizer: "service@example.com" },
        });
    });

    it.each<[string, string, string]>([
        [
            "List-Unsubscribe: <https://example.com",
            "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//example=2Ecom?=",
            "structured",
        ],
        ["<https://example.com/", "<https://müller.example.com/", "above 127"],
        ["=One-Click", "=Two-Click", "malformed"],
        ["List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "", "one-click"],
        ["Message-ID: <1.visit@example.com>", "Message-ID: =?utf-8?q?=3C1=40example=2Ecom=3E?=", "structured"],
        ["Message-ID: <1.visit@example.com>", "Message-ID: 1.visit@example.com", "malformed"],
        ["auto-generated", "=?utf-8?q?auto-generated?=", "structured"],
        ["Date: Fri", "Date: Fr", "malformed"],
        ["MIME-Version: 1.0", "MIME-Version: 1,0", "malformed"],
        ["MIME-Version: 1.0\r\n", "", "missing"],
        ['"M, S" <service', "M, S <service", "no address"],
        ['"M, S" <service', '"=?utf-8?B?TcO8bGxlcg==?=" <service', "in a quoted string"],
        ['"M, S" <service@example.com>', "=?utf-8?B?c2VydmljZUBleGFtcGxlLmNvbQ==?=", "no address"],
        ["Kim =?", "Kim=?", "inside of another word"],
        ['"M, S" <service', "M; S <service", "needs quotes"],
        ["Kim =?utf-8?B?TcO8bGxlcg==?= <", `=?utf-8?B?${"TcO8bGxl".repeat(10)}?= <`, "an encoded word of"],
        ["Kim =?utf-8?B?TcO8bGxlcg==?=", "=?utf-8?B?TcM=?= =?utf-8?B?vGxsZXI=?=", "no UTF-8"],
        ["Kim =?utf-8?B?TcO8bGxlcg==?=", "=?utf-8?Q?a;b?=", "a phrase must not have"],
        ["=?= and more", "=?=andmore", "inside of another word"],
        [" and more", ` ${"and more ".repeat(20)}`, "could have been folded"],
        [" and more", `\r\n and ${"x".repeat(999)}`, "octets"],
        [" and more", "\r\n \r\n and more", "nothing but white space"],
        ["Subject: ", "Subject: x\r\nSubject: ", "more than once"],
        ["MIME-Version", "Return-Path: <x@example.com>\r\nMIME-Version", "malformed"],
        ["MIME-Version", "Bcc: x@example.com\r\nMIME-Version", "malformed"],
        ["MIME-Version: 1.0\r\n", "MIME-Version: 1.0\n", "CRLF"],
        ["Gr=C3=BC", "Gr\xc3\xbc", "above 127"],
        ["Gr=C3=BC", "Gr=FC", "not in the charset"],
        ["Gr=C3=BC", "Gr=C3=B", "quoted-printable"],
        ["PHA+", "PHA", "base64"],
        ["text/html; charset", "text/html; x", "charset"],
        ["text/html; charset", "text/html charset", "malformed"],
        ["quoted-printable", "8bit", "8bit"],
        ["--b--", "--b", "not closed"],
        ["MIME-Version: 1.0", "MIME-Version: 1.0 \x07", "control"],
    ])("finds %j become %j", (good, bad, problem) => {
        const spoiled = email().replace(good, bad);
        expect(spoiled).not.toBe(email());
        expect(checkMail(spoiled).problems.join("\n")).toContain(problem);
    });

    it.each<[string, string, string]>([
        ["METHOD:REQUEST", "METHOD:CANCEL", "METHOD differs"],
        ["UID:visit-1@x\r\n", "", "UID is there 0 times"],
        ["SUMMARY:Visit", `SUMMARY:${"x".repeat(80)}`, "a line of 88 octets"],
        ["DTSTART:20270102T100000Z", "DTSTART:20270102T100000", "not in UTC"],
        ["DTEND:20270102T11", "DTEND:20270102T09", "ends before"],
        ["mailto:service@example.com", "mailto:catchall@example.com", "ORGANIZER is catchall@example.com"],
        ["mailto:kim", "kim", "no mailto"],
        ['CN="M, S"', "CN=M: S", "iCalendar"],
        ["STATUS:CONFIRMED", "STATUS:CANCELLED", "status"],
        ["SUMMARY:Visit", "SUMMARY:Visit\x07", "no content line"],
        ["END:VEVENT", "X", "no content line"],
    ])("finds %j become %j in the invitation", (good, bad, problem) => {
        const calendar = CALENDAR.join("\r\n").replace(good, bad);
        expect(calendar).not.toBe(CALENDAR.join("\r\n"));
        expect(checkMail(email(calendar.split("\r\n"))).problems.join("\n")).toContain(problem);
    });
});
