/** What may stand in header fields: addresses, encoded words, identifiers, URLs (RFC 5322, 2047, 2369, 8058, 3834). */
import type { Field } from "./message.js";

export interface Mailbox {
    /** Decoded; empty where there is none. */
    readonly name: string;
    readonly address: string;
}

const ADDRESSES = new Set(["from", "sender", "reply-to", "to", "cc"]);
/** Free text, where encoded words may stand between white space. */
const UNSTRUCTURED = new Set(["subject", "comments", "content-description"]);

const ATEXT = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]";
const DOT_ATOM = `${ATEXT}+(?:\\.${ATEXT}+)*`;
const MESSAGE_ID = new RegExp(`^<${DOT_ATOM}@(?:${DOT_ATOM}|\\[[!-Z^-~]*\\])>$`);
const ADDRESS = new RegExp(`^${DOT_ATOM}@${DOT_ATOM}$`);
const DATE =
    /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}(?::\d{2})? [+-]\d{4}$/;
const ENCODED_WORD = /^=\?([^?*]+)\?([BbQq])\?([!->@-~]*)\?=$/;
/** In a phrase fewer characters may stand for themselves (RFC 2047, 5(3)). */
const IN_PHRASE = /^[A-Za-z0-9!*+\-/=_]*$/;
const LOOKS_ENCODED = /=\?[^?\s]*\?[BbQq]\?[^?\s]*\?=/;
const LONGEST_ENCODED_WORD = 75;
const LONGEST_LINE_WITH_ENCODED_WORD = 76;

/** Checks one field against its grammar, and that nothing is encoded where nobody would decode it. */
export function checkField(field: Field, problems: string[]): void {
    const { name, key, value } = field;
    if (/[^\t -~]/.test(value)) problems.push(`${name} has control characters`);
    if (value === "") problems.push(`${name} is empty`);
    for (const line of field.raw.split("\r\n")) {
        if (LOOKS_ENCODED.test(line) && line.length > LONGEST_LINE_WITH_ENCODED_WORD) {
            problems.push(`${name}: a line with an encoded word has ${line.length} characters`);
        }
    }
    if (ADDRESSES.has(key)) {
        mailboxes(value, (problem) => problems.push(`${name}: ${problem}`));
    } else if (UNSTRUCTURED.has(key)) {
        unstructured(value, (problem) => problems.push(`${name}: ${problem}`));
    } else {
        if (value.includes("=?")) problems.push(`${name} is structured and has an encoded word: ${value.slice(0, 80)}`);
        const grammar = GRAMMARS[key];
        if (grammar && !grammar(value)) problems.push(`${name} is malformed: ${value}`);
    }
}

const GRAMMARS: Readonly<Record<string, (value: string) => boolean>> = {
    "message-id": (value) => MESSAGE_ID.test(value),
    "in-reply-to": (value) => value.split(/\s+/).every((id) => MESSAGE_ID.test(id)),
    references: (value) => value.split(/\s+/).every((id) => MESSAGE_ID.test(id)),
    date: (value) => DATE.test(value) && !Number.isNaN(Date.parse(value)),
    "mime-version": (value) => value === "1.0",
    "content-transfer-encoding": (value) => /^(7bit|base64|quoted-printable)$/i.test(value),
    "content-disposition": (value) => /^(inline|attachment)(; ?filename="[ !#-[\]-~]+")?$/.test(value),
    "auto-submitted": (value) => /^(no|auto-generated|auto-replied)$/.test(value),
    "list-unsubscribe": (value) => value.split(/,\s*/).every(isUrlInBrackets),
    "list-unsubscribe-post": (value) => value === "List-Unsubscribe=One-Click",
    // The last server writes it, from the envelope (RFC 5321, 4.4).
    "return-path": () => false,
    bcc: () => false,
};

function isUrlInBrackets(text: string): boolean {
    const [, url = ""] = /^<([A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+)>$/.exec(text) ?? [];
    return /^(https?|mailto):/.test(url) && URL.canParse(url) && new URL(url).href === url;
}

/** The text of an unstructured field. */
export function unstructured(value: string, report: (problem: string) => void): string {
    let text = "";
    let afterEncoded = false;
    for (const [, space = "", word = ""] of value.matchAll(/([ \t]*)(\S+)/g)) {
        const encoded = word.startsWith("=?") && word.endsWith("?=");
        if (!encoded && LOOKS_ENCODED.test(word)) report(`an encoded word inside of another word: ${word}`);
        text += (encoded && afterEncoded ? "" : space) + (encoded ? decode(word, report) : word);
        afterEncoded = encoded;
    }
    return text.trim();
}

function decode(word: string, report: (problem: string) => void): string {
    const [, charset = "", how = "", content = ""] = ENCODED_WORD.exec(word) ?? [];
    if (word.length > LONGEST_ENCODED_WORD) report(`an encoded word of ${word.length} characters`);
    if (charset.toLowerCase() !== "utf-8") {
        report(`a malformed encoded word: ${word}`);
        return "";
    }
    if (
        how.toUpperCase() === "B" &&
        !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content)
    ) {
        report(`malformed base64 in an encoded word: ${word}`);
    }
    const bytes =
        how.toUpperCase() === "B"
            ? Buffer.from(content, "base64")
            : Buffer.from(
                  content
                      .replace(/_/g, " ")
                      .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
                  "latin1",
              );
    try {
        // Each word for itself: no character may be torn apart (RFC 2047, 5).
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        report(`an encoded word is no UTF-8: ${word}`);
        return "";
    }
}

/** The mailboxes of an address field. */
export function mailboxes(value: string, report: (problem: string) => void): Mailbox[] {
    return splitList(value).map((text) => mailbox(text.trim(), report));
}

/** Splits at commas outside of quoted strings and angle brackets. */
function splitList(value: string): string[] {
    return value.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [value];
}

function mailbox(text: string, report: (problem: string) => void): Mailbox {
    if (ADDRESS.test(text)) return { name: "", address: text };
    const [, phrase = "", address = ""] = /^([\s\S]*?)[ \t]*<([^<>]*)>$/.exec(text) ?? [];
    if (!ADDRESS.test(address)) {
        report(`no address: ${text}`);
        return { name: "", address: "" };
    }
    return { name: readPhrase(phrase, report), address };
}

function readPhrase(phrase: string, report: (problem: string) => void): string {
    let name = "";
    let rest = phrase;
    let afterEncoded = false;
    while (rest !== "") {
        const [all = "", space = "", quoted, word] = /^([ \t]*)(?:("(?:[^"\\]|\\.)*")|([^\s"]+))/.exec(rest) ?? [];
        if (all === "") {
            report(`no phrase: ${phrase}`);
            break;
        }
        rest = rest.slice(all.length);
        if (rest !== "" && !/^[ \t]/.test(rest)) report(`words without white space between them: ${phrase}`);
        const encoded = word?.startsWith("=?") && word.endsWith("?=");
        let piece = "";
        if (quoted !== undefined) {
            if (LOOKS_ENCODED.test(quoted)) report(`an encoded word in a quoted string: ${quoted}`);
            piece = quoted.slice(1, -1).replace(/\\(.)/g, "$1");
        } else if (word !== undefined && encoded) {
            if (!IN_PHRASE.test(ENCODED_WORD.exec(word)?.[3] ?? "?"))
                report(`characters that a phrase must not have: ${word}`);
            piece = decode(word, report);
        } else if (word !== undefined) {
            if (LOOKS_ENCODED.test(word)) report(`an encoded word inside of another word: ${word}`);
            if (!new RegExp(`^${ATEXT}+$`).test(word)) report(`a word that needs quotes: ${word}`);
            piece = word;
        }
        name += (encoded && afterEncoded ? "" : space) + piece;
        afterEncoded = encoded === true;
    }
    return name.trim();
}
