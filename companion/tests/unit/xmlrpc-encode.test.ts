import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OdooError, type OdooValue } from "../../src/odoo/transport.js";
import { encodeCall } from "../../src/odoo/xmlrpc/encode.js";
import { PythonXmlRpc } from "../support/python.js";

let python: PythonXmlRpc;
beforeAll(() => {
    python = new PythonXmlRpc();
});
afterAll(() => python.close());

const text = fc.oneof(
    fc.string({ unit: "binary" }).filter((value) => !value.includes("\0")),
    fc.string({
        unit: fc.constantFrom(
            "<",
            "&",
            "]",
            ">",
            "]]>",
            "<![CDATA[",
            "</value>",
            "\r",
            "\n",
            "\t",
            "é",
            "🙂",
            "\u202e",
            "\u001b",
        ),
    }),
);
const name = fc
    .string({ unit: fc.constantFrom(..."abcXYZ_09"), minLength: 1, maxLength: 8 })
    .filter((value) => !/^\d/.test(value));
const { value } = fc.letrec<{ value: OdooValue }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
        fc.boolean(),
        fc.array(tie("value")),
        fc.dictionary(name, tie("value"), { noNullPrototype: true }),
    ),
}));

describe("encoding XML-RPC calls", () => {
    it("means to Python what it means here, whatever the text", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(value, { maxLength: 4 }), async (params) => {
                expect(await python.parse(encodeCall("execute_kw", params))).toEqual({ method: "execute_kw", params });
            }),
            { numRuns: 500 },
        );
    });

    it("does not let a description add fields to the call", async () => {
        const description =
            "]]>a]]></string></value></member><member><name>technician_id</name><value><int>1</int></value></member>";
        const [order] = (await python.parse(encodeCall("m", [{ description }]))).params;
        expect(order).toEqual({ description });
    });

    it("keeps 32 KiB of hostile text unchanged", async () => {
        const hostile = "<b>&amp;]]>\u202eabc\u0007\u001b[31m🙂\r\n\t".repeat(1200).slice(0, 32_768).toWellFormed();
        expect((await python.parse(encodeCall("m", [hostile]))).params).toEqual([hostile]);
    });

    it.each([
        ["undefined", undefined],
        ["null", null],
        ["a BigInt", 1n],
        ["a Map", new Map()],
        ["a Date", new Date(0)],
        ["a Buffer", Buffer.from("a")],
        ["a function", () => 1],
        ["a symbol", Symbol("a")],
        ["NaN", Number.NaN],
        ["infinity", Number.POSITIVE_INFINITY],
        ["an integer beyond 32 bits", 2 ** 31],
        ["a negative integer beyond 32 bits", -(2 ** 31) - 1],
        ["NUL", "a\0b"],
        ["half a surrogate pair", "\ud800"],
        ["a hole in an array", Array<string>(1)],
        ["a prototype", JSON.parse('{"__proto__": 1}') as unknown],
        ["a field that is no identifier", { "a<b": 1 }],
    ])("refuses %s instead of sending something else", (_what, wrong) => {
        for (const nested of [wrong, [wrong], { field: wrong }]) {
            expect(() => encodeCall("m", [nested as OdooValue])).toThrow(OdooError);
        }
    });
});
