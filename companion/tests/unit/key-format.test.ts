import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checksumOf, digestOf, isWellFormedKey, KEY_MARK, maskKeys, prefixOf } from "../../src/keys/format.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const body = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 43, maxLength: 43 });
const key = body.map((text) => KEY_MARK + text + checksumOf(text));

describe("the format of API keys", () => {
    it("writes the CRC-32 of the body as six base62 digits", () => {
        fc.assert(
            fc.property(body, (text) => {
                const value = [...checksumOf(text)].reduce((sum, digit) => sum * 62 + ALPHABET.indexOf(digit), 0);
                expect(checksumOf(text)).toHaveLength(6);
                expect(value).toBe(crc32(Buffer.from(text)));
            }),
        );
    });

    it("agrees with Odoo's side on a known key", () => {
        const text = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";
        expect(checksumOf(text)).toBe("37cCQ0");
    });

    it("accepts every well-formed key", () => {
        fc.assert(fc.property(key, (text) => isWellFormedKey(text)));
    });

    it("refuses a key with any one character changed", () => {
        fc.assert(
            fc.property(key, fc.nat(), fc.constantFrom(...ALPHABET), (text, position, character) => {
                const index = KEY_MARK.length + (position % (text.length - KEY_MARK.length));
                fc.pre(text[index] !== character);
                return !isWellFormedKey(text.slice(0, index) + character + text.slice(index + 1));
            }),
        );
    });

    it("refuses keys with two neighbours swapped, cut off, or with something around them", () => {
        fc.assert(
            fc.property(key, fc.integer({ min: 0, max: 47 }), (text, offset) => {
                const index = KEY_MARK.length + offset;
                const swapped = text.slice(0, index) + text[index + 1] + text[index] + text.slice(index + 2);
                fc.pre(swapped !== text);
                return ![swapped, text.slice(0, -1), `${text}0`, ` ${text}`, `${text}\n`].some(isWellFormedKey);
            }),
        );
    });

    it("refuses any other text", () => {
        fc.assert(fc.property(fc.string(), (text) => !isWellFormedKey(text)));
    });

    it("shows no more than the mark and six characters", () => {
        fc.assert(
            fc.property(key, (text) => {
                expect(prefixOf(text)).toBe(text.slice(0, 15));
                expect(maskKeys(`a ${text} b ${text}`)).toBe(`a ${KEY_MARK}… b ${KEY_MARK}…`);
            }),
        );
    });

    it("gives a digest of 64 hexadecimal digits", () => {
        expect(digestOf("scb_live_")).toMatch(/^[0-9a-f]{64}$/);
    });
});
