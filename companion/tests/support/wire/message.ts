/** An email as it travels, taken apart without any forgiveness (RFC 5321, 5322, 2045, 2046). */

/** Octets of a line, without its end (RFC 5322, 2.1.1). */
export const LONGEST_LINE = 998;
/** What a header line should keep to where it can be folded. */
export const PREFERRED_LINE = 78;

export interface Field {
    /** As written. */
    readonly name: string;
    /** In lower case. */
    readonly key: string;
    /** As written, with its folds. */
    readonly raw: string;
    /** Unfolded: only the line ends are gone. */
    readonly value: string;
}

export interface Part {
    readonly fields: readonly Field[];
    readonly body: string;
    readonly type: ContentType;
    /** Of a multipart. */
    readonly parts: readonly Part[];
}

export interface ContentType {
    /** In lower case, as `text/html`. */
    readonly essence: string;
    readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+\\-.0-9A-Z^_`a-z{|}~]+";
const TYPE = new RegExp(`^(${TOKEN}/${TOKEN})((?:\\s*;\\s*${TOKEN}=(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*"))*)$`);
const PARAMETER = new RegExp(`;\\s*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")`, "g");
/** Fields that may be there once (RFC 5322, 3.6). */
const ONCE = [
    "date",
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "message-id",
    "in-reply-to",
    "references",
    "subject",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
];

/**
 * Splits a message into header fields and parts.
 *
 * @param raw one character for each octet
 * @param problems gets a sentence for whatever breaks the grammar
 */
export function takeApart(raw: string, problems: string[]): Part {
    if (/\r(?!\n)|(?<!\r)\n/.test(raw)) problems.push("a line does not end in CRLF");
    if (raw.includes("\0")) problems.push("there is a NUL");
    // Whoever signs has to send seven bits, or a server that converts the mail breaks the signature (RFC 6376, 5.3).
    if (/[\x80-\xff]/.test(raw)) problems.push("there are octets above 127, which nobody announced");
    for (const line of raw.split("\r\n")) {
        if (line.length > LONGEST_LINE) problems.push(`a line of ${line.length} octets: ${line.slice(0, 60)}…`);
    }
    return part(raw, problems);
}

function part(raw: string, problems: string[]): Part {
    const end = raw.startsWith("\r\n") ? 0 : raw.indexOf("\r\n\r\n");
    if (end < 0) problems.push("no empty line ends the header");
    const fields = header(end === 0 ? "" : raw.slice(0, end), problems);
    const body = raw.slice(end === 0 ? 2 : end + 4);
    const type = contentType(valueOf(fields, "content-type") ?? "text/plain", problems);
    const parts = type.essence.startsWith("multipart/") ? children(body, type, problems) : [];
    return { fields, body, type, parts };
}

function header(raw: string, problems: string[]): Field[] {
    if (raw === "") return [];
    const fields = raw.split(/\r\n(?![ \t])/).flatMap((text) => {
        const [, name = "", value = ""] = /^([!-9;-~]+):([\s\S]*)$/.exec(text) ?? [];
        if (name === "") {
            problems.push(`no header field: ${text.slice(0, 60)}`);
            return [];
        }
        const lines = text.split("\r\n");
        for (const [index, line] of lines.entries()) {
            if (line.trim() === "") problems.push(`${name}: a line of nothing but white space`);
            // Only what stands between tokens can be folded.
            const foldable = line.slice(index === 0 ? name.length + 1 : 0).trimEnd();
            const canFold = index === 0 ? /[ \t]\S/.test(foldable) : /\S[ \t]+\S/.test(foldable);
            if (line.length > PREFERRED_LINE && canFold && !KEPT_TOGETHER.has(name.toLowerCase())) {
                problems.push(`${name}: a line of ${line.length} characters could have been folded`);
            }
        }
        return [{ name, key: name.toLowerCase(), raw: text, value: value.replace(/\r\n/g, "").trim() }];
    });
    for (const key of ONCE) {
        if (fields.filter((field) => field.key === key).length > 1) problems.push(`${key} is there more than once`);
    }
    return fields;
}

/** Some servers take a folded Message-ID for none and write another, so it stays on its line. */
const KEPT_TOGETHER = new Set(["message-id", "in-reply-to", "references"]);

export function valueOf(fields: readonly Field[], key: string): string | undefined {
    return fields.find((field) => field.key === key)?.value;
}

export function contentType(value: string, problems: string[]): ContentType {
    const [, essence = "", rest = ""] = TYPE.exec(value) ?? [];
    if (essence === "") problems.push(`Content-Type is malformed: ${value}`);
    const parameters = new Map<string, string>();
    for (const [, name = "", token, quoted] of rest.matchAll(PARAMETER)) {
        const key = name.toLowerCase();
        if (parameters.has(key)) problems.push(`Content-Type has ${key} twice`);
        parameters.set(key, token ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
    }
    return { essence: essence.toLowerCase(), parameters };
}

function children(body: string, type: ContentType, problems: string[]): Part[] {
    const boundary = type.parameters.get("boundary") ?? "";
    if (!/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary)) {
        problems.push(`${type.essence} has no usable boundary`);
        return [];
    }
    const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
    const last = pieces.pop() ?? "";
    if (!last.startsWith("--")) problems.push(`${type.essence} is not closed`);
    return pieces.slice(1).map((piece) => {
        if (!piece.startsWith("\r\n")) problems.push("something follows a boundary on its line");
        return part(piece.slice(2), problems);
    });
}

/** All parts that are no multiparts, in order. */
export function leaves(root: Part): Part[] {
    return root.parts.length > 0 ? root.parts.flatMap(leaves) : [root];
}

/**
 * The text of a part, its transfer encoding and charset undone.
 *
 * @returns undefined where that is not possible; `problems` say why
 */
export function textOf(leaf: Part, problems: string[]): string | undefined {
    const what = leaf.type.essence;
    const charset = leaf.type.parameters.get("charset")?.toLowerCase();
    if (charset !== "utf-8") {
        problems.push(`${what} declares the charset ${charset ?? "not at all"}`);
        return undefined;
    }
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(leaf, problems));
    } catch {
        problems.push(`${what} is not in the charset that it declares`);
        return undefined;
    }
}

function bytesOf({ fields, body, type }: Part, problems: string[]): Buffer {
    const encoding = (valueOf(fields, "content-transfer-encoding") ?? "7bit").toLowerCase();
    if (encoding === "base64") {
        const lines = body.replace(/(\r\n)+$/, "").split("\r\n");
        const text = lines.join("");
        if (lines.some((line) => line.length > 76) || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
            problems.push(`${type.essence}: malformed base64`);
        }
        return Buffer.from(text, "base64");
    }
    if (encoding === "quoted-printable") {
        for (const line of body.split("\r\n")) {
            if (line.length > 76 || /[ \t]$/.test(line) || /=(?![0-9A-F]{2}|$)/.test(line)) {
                problems.push(`${type.essence}: malformed quoted-printable: ${line.slice(0, 80)}`);
            }
        }
        const joined = body.replace(/=\r\n/g, "");
        const text = joined.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
        return Buffer.from(text, "latin1");
    }
    if (encoding !== "7bit") problems.push(`${type.essence} travels as ${encoding}`);
    return Buffer.from(body, "latin1");
}
