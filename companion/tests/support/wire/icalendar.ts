/** An invitation as it travels (RFC 5545, 5546, 6047). */
import ICAL from "ical.js";

/** Octets of a line, without its end (RFC 5545, 3.1). */
const LONGEST_LINE = 75;
const NAME = "[A-Za-z0-9-]+";
const PARAMETER_VALUE = '(?:"[^"\\x00-\\x08\\x0a-\\x1f\\x7f]*"|[^";:,\\x00-\\x08\\x0a-\\x1f\\x7f]*)';
const CONTENT_LINE = new RegExp(
    `^${NAME}(?:;${NAME}=${PARAMETER_VALUE}(?:,${PARAMETER_VALUE})*)*:[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$`,
    "u",
);
const UTC = /^\d{8}T\d{6}Z$/;

export interface Invitation {
    readonly method: string;
    readonly uid: string;
    readonly sequence: number;
    readonly status: string;
    readonly summary: string;
    readonly organizer: string;
    readonly attendee: string;
}

/**
 * Reads an invitation.
 *
 * @param problems gets a sentence for whatever breaks the grammar
 */
export function readInvitation(text: string, problems: string[]): Invitation | undefined {
    const report = (problem: string): number => problems.push(`iCalendar: ${problem}`);
    if (/\r(?!\n)|(?<!\r)\n/.test(text) || !text.endsWith("\r\n")) report("a line does not end in CRLF");
    for (const line of text.split("\r\n")) {
        const octets = Buffer.byteLength(line, "utf8");
        if (octets > LONGEST_LINE) report(`a line of ${octets} octets: ${line.slice(0, 60)}`);
        if (line.includes("\ufffd")) report(`a torn character: ${line}`);
    }
    const lines = text
        .replace(/\r\n[ \t]/g, "")
        .split("\r\n")
        .slice(0, -1);
    lines.filter((line) => !CONTENT_LINE.test(line)).forEach((line) => report(`no content line: ${line}`));
    const values = (name: string): string[] =>
        lines
            .filter((line) => new RegExp(`^${name}[;:]`).test(line))
            .map((line) => line.slice(line.search(/:(?=(?:[^"]*"[^"]*")*[^"]*$)/) + 1));
    for (const name of [
        "PRODID",
        "VERSION",
        "METHOD",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "ORGANIZER",
        "ATTENDEE",
    ]) {
        if (values(name).length !== 1) report(`${name} is there ${values(name).length} times`);
    }
    for (const name of ["DTSTAMP", "DTSTART", "DTEND"]) {
        if (!UTC.test(values(name)[0] ?? "")) report(`${name} is not in UTC: ${values(name)[0]}`);
    }
    try {
        const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
        const event = calendar.getFirstSubcomponent("vevent");
        const value = (name: string): string => String(event?.getFirstPropertyValue(name) ?? "");
        const method = String(calendar.getFirstPropertyValue("method"));
        if (value("status") !== (method === "CANCEL" ? "CANCELLED" : "CONFIRMED"))
            report(`the status of a ${method} is ${value("status")}`);
        if (String(calendar.getFirstPropertyValue("version")) !== "2.0") report("the version is not 2.0");
        if (value("dtend") <= value("dtstart")) report("it ends before it begins");
        return {
            method,
            uid: value("uid"),
            sequence: Number(value("sequence")),
            status: value("status"),
            summary: value("summary"),
            organizer: mailto(value("organizer"), report),
            attendee: mailto(value("attendee"), report),
        };
    } catch (error) {
        report(`ical.js refuses it: ${String(error)}`);
        return undefined;
    }
}

function mailto(uri: string, report: (problem: string) => void): string {
    if (!uri.startsWith("mailto:") || !URL.canParse(uri)) report(`no mailto: ${uri}`);
    return decodeURIComponent(uri.slice("mailto:".length));
}
