/**
 * XML-RPC requests that cannot be misread.
 *
 * npm `xmlrpc` alone puts text with markup into CDATA and splits only the first `]]>`, so crafted text could add fields to a
 * call; and it encodes undefined, BigInt, Map, Date, NaN and large integers as something else. Here every string is written
 * as escaped text, and whatever cannot arrive as it is gets refused.
 */
import serializer from "xmlrpc/lib/serializer.js";
import xmlrpc from "xmlrpc";
import { OdooError, type OdooValue } from "../transport.js";

const INT32_MAX = 2_147_483_647;
const INT32_MIN = -2_147_483_648;
/** Characters that XML 1.0 cannot carry, not even as a character reference. */
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

interface XmlNode {
    ele(name: string): XmlNode;
    txt(text: string): XmlNode;
}

class EscapedText extends xmlrpc.CustomType {
    override serialize(xml: XmlNode): XmlNode {
        const node = xml.ele("string");
        return this.raw === "" ? node : node.txt(this.raw);
    }
}

class ExactDouble extends xmlrpc.CustomType {
    override serialize(xml: XmlNode): XmlNode {
        return xml.ele("double").txt(this.raw);
    }
}

function refuse(what: string): never {
    throw new OdooError("unencodable", "no", `Cannot send ${what} to Odoo`);
}

function encodeString(text: string): unknown {
    if (!text.isWellFormed()) {
        refuse("text with half a surrogate pair");
    }
    if (text.includes("\0")) {
        refuse("text with a NUL character");
    }
    // Other control characters travel as base64; the facade turns such arguments back into text.
    return NOT_XML.test(text) ? Buffer.from(text, "utf8") : new EscapedText(text);
}

function encodeNumber(value: number): unknown {
    if (!Number.isFinite(value)) {
        refuse("a number that is not finite");
    }
    if (Number.isInteger(value)) {
        if (Object.is(value, -0)) {
            return 0;
        }
        return value > INT32_MAX || value < INT32_MIN ? refuse("an integer beyond 32 bits") : value;
    }
    return new ExactDouble(String(value));
}

function encodeValue(value: unknown): unknown {
    if (typeof value === "string") {
        return encodeString(value);
    }
    if (typeof value === "number") {
        return encodeNumber(value);
    }
    if (typeof value === "boolean") {
        return value;
    }
    if (Array.isArray(value)) {
        // Array.from also visits holes, which map() would keep.
        return Array.from(value, encodeValue);
    }
    return typeof value === "object" ? encodeStruct(value) : refuse(typeof value);
}

function encodeStruct(value: object | null): unknown {
    const prototype: unknown = value === null ? undefined : Object.getPrototypeOf(value);
    if (value === null || (prototype !== Object.prototype && prototype !== null)) {
        return refuse(value === null ? "null" : "an object that is not plain");
    }
    const struct: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, member] of Object.entries(value)) {
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || name === "__proto__") {
            refuse("a field whose name is not an identifier");
        }
        struct[name] = encodeValue(member);
    }
    return struct;
}

/**
 * The XML of a method call.
 *
 * @throws OdooError of kind unencodable
 */
export function encodeCall(method: string, params: readonly OdooValue[]): string {
    return serializer.serializeMethodCall(method, params.map(encodeValue), "UTF-8");
}
