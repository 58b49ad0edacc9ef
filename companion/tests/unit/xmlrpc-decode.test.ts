import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAnswer } from "../../src/odoo/xmlrpc/decode.js";

function response(value: string): string {
    return `<?xml version="1.0"?>\n<methodResponse>\n<params>\n<param>\n<value>${value}</value></param></params>\n</methodResponse>`;
}

function fault(value: string): string {
    return `<?xml version="1.0"?><methodResponse><fault><value>${value}</value></fault></methodResponse>`;
}

function member(name: string, value: string): string {
    return `<member><name>${name}</name><value>${value}</value></member>`;
}

describe("decoding XML-RPC answers", () => {
    it("reads structs, arrays, numbers, booleans and text", () => {
        const xml = response(
            `<struct>${member("ok", "<boolean>1</boolean>")}${member("items", "<array><data><value><int>-5</int></value><value><double>1.5</double></value></data></array>")}${member("text", "<string>a &lt;b&gt; &amp;\r\n </string>")}${member("plain", "x")}</struct>`,
        );
        expect(decodeAnswer(xml)).toEqual({
            kind: "value",
            value: { ok: true, items: [-5, 1.5], text: "a <b> &\r\n ", plain: "x" },
        });
    });

    it("reads 64-bit integers as numbers while they are exact, and refuses others", () => {
        expect(decodeAnswer(response("<i8>9007199254740991</i8>"))).toMatchObject({ value: 9007199254740991 });
        expect(() => decodeAnswer(response("<i8>9007199254740993</i8>"))).toThrow("integer");
    });

    it("reads a fault", () => {
        const xml = fault(`<struct>${member("faultCode", "<int>2</int>")}${member("faultString", "No")}</struct>`);
        expect(decodeAnswer(xml)).toEqual({ kind: "fault", code: 2, text: "No" });
    });

    it.each([
        ["an integer with letters", response("<int>12abc</int>")],
        ["a double with letters", response("<double>1.5x</double>")],
        ["a boolean that is neither", response("<boolean>2</boolean>")],
        ["a field named __proto__", response(`<struct>${member("__proto__", "<struct></struct>")}</struct>`)],
        ["a fault that is nil", fault("<nil/>")],
        ["a fault without a struct", fault("<string>no</string>")],
        ["a fault with an empty struct", fault("<struct></struct>")],
        ["two values", response("<int>1</int></value></param><param><value><int>2</int>")],
        ["no value", "<methodResponse><params></params></methodResponse>"],
        ["HTML", "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"],
        ["nothing", ""],
        ["a call", "<methodCall><methodName>m</methodName><params></params></methodCall>"],
        ["a date", response("<dateTime.iso8601>20260101T00:00:00</dateTime.iso8601>")],
    ])("refuses %s", (_what, xml) => {
        expect(() => decodeAnswer(xml)).toThrow();
    });

    it("refuses an answer that was cut off anywhere", () => {
        const whole = response(
            `<struct>${member("ok", "<boolean>1</boolean>")}${member("a", "<int>1</int>")}</struct>`,
        );
        fc.assert(
            fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
                expect(() => decodeAnswer(whole.slice(0, length))).toThrow();
            }),
        );
    });

    it("never sets a prototype, and throws nothing but errors, whatever comes", () => {
        const piece = fc.constantFrom(
            "<methodResponse>",
            "</methodResponse>",
            "<params>",
            "</params>",
            "<param>",
            "</param>",
            "<value>",
            "</value>",
            "<struct>",
            "</struct>",
            "<member>",
            "</member>",
            "<name>__proto__</name>",
            "<name>a</name>",
            "<array><data>",
            "</data></array>",
            "<int>1</int>",
            "<nil/>",
            "<fault>",
            "</fault>",
            "<string>x</string>",
            "&amp;",
            "]]>",
        );
        fc.assert(
            fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
                try {
                    decodeAnswer(pieces.join(""));
                } catch (error) {
                    expect(error).toBeInstanceOf(Error);
                }
                expect(({} as Record<string, unknown>).a).toBeUndefined();
            }),
            { numRuns: 2000 },
        );
    });
});
