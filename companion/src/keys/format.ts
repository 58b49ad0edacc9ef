/**
 * Shape of an API key: `scb_live_`, 43 base62 characters (256 random bits), 6 base62 characters of CRC-32.
 *
 * The checksum lets a mistyped or truncated key be refused without asking anyone, and lets secret scanners recognise a
 * leaked one. It is no protection against forgery: only Odoo knows which keys exist.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

export const KEY_MARK = "scb_live_";
/** How much of a key may be shown to people and written to logs: the mark and 6 characters. */
export const KEY_PREFIX_LENGTH = KEY_MARK.length + 6;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BODY_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const PATTERN = new RegExp(`^${KEY_MARK}([0-9A-Za-z]{${BODY_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);
/** Anything that starts like a key, to be masked wherever it turns up. */
const TRACE = new RegExp(`${KEY_MARK}[0-9A-Za-z]*`, "g");

/** The 6 base62 characters that belong to a 43 character body. */
export function checksumOf(body: string): string {
    let rest = crc32(Buffer.from(body, "latin1"));
    let text = "";
    for (let i = 0; i < CHECKSUM_LENGTH; i++) {
        text = ALPHABET.charAt(rest % ALPHABET.length) + text;
        rest = Math.floor(rest / ALPHABET.length);
    }
    return text;
}

/** Whether the text has a key's shape and its checksum is right. Says nothing about the key being known. */
export function isWellFormedKey(text: string): boolean {
    const match = PATTERN.exec(text);
    return match !== null && checksumOf(match[1] as string) === match[2];
}

/** SHA-256 of the whole key in lower-case hexadecimal: the only form in which a key leaves this process. */
export function digestOf(key: string): string {
    return createHash("sha256").update(key, "latin1").digest("hex");
}

/** The part of a key that may be shown. */
export function prefixOf(key: string): string {
    return key.slice(0, KEY_PREFIX_LENGTH);
}

/** The text with everything that looks like a key cut down to its mark. */
export function maskKeys(text: string): string {
    return text.replace(TRACE, `${KEY_MARK}…`);
}
