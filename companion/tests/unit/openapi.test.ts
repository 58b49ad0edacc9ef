import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { PROBLEM_CODES } from "../../src/errors/codes.js";
import { openApiDocument } from "../../src/openapi/document.js";
import { ROUTES } from "../../src/routes/index.js";

const document = openApiDocument(ROUTES, "https://book.example.org", "1.0.0");
const text = JSON.stringify(document);

describe("the OpenAPI document", () => {
    it("is lint clean", async () => {
        const config = await createConfig({ extends: ["recommended"] });
        const problems = await lintFromString({ source: text, config });
        expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
    });

    it("has every route with its scope", () => {
        const operations = Object.values(document.paths as Record<string, Record<string, { description: string }>>);
        const found = operations.flatMap((methods) => Object.values(methods));
        expect(found).toHaveLength(ROUTES.length);
        expect(found.every(({ description }) => /Scope: `(slots|bookings):(read|write)`$/.test(description))).toBe(
            true,
        );
    });

    it("names where it comes from first, then the address that clients use", () => {
        const servers = document.servers as { url: string }[];
        expect(servers.map(({ url }) => url)).toEqual(["/", "https://book.example.org"]);
    });

    it("names the path under which it is served", () => {
        const under = openApiDocument(ROUTES, "https://example.org/support/booking/", "1.0.0");
        const [first] = under.servers as { url: string }[];
        expect(first?.url).toBe("/support/booking");
    });

    it("has a length, a pattern or values for every text that is sent, and an example for everything", () => {
        interface Node {
            readonly type?: string;
            readonly name?: string;
            readonly properties?: Record<string, Node>;
            readonly schema?: Node;
        }
        const { schemas } = document.components as { schemas: Record<string, Node> };
        const parameters = Object.values(document.paths as Record<string, Record<string, { parameters: Node[] }>>)
            .flatMap((methods) => Object.values(methods))
            .flatMap((operation) => operation.parameters.map(({ name, schema }) => [name, schema] as const));
        const sent = ["BookingRequest", "RescheduleRequest", "CancelRequest", "Customer"].flatMap((name) =>
            Object.entries(schemas[name]?.properties ?? {}),
        );
        const unbounded = [...sent, ...parameters].filter(
            ([, field]) =>
                field?.type === "string" &&
                !["minLength", "pattern", "enum", "format", "maxLength"].some((keyword) => keyword in field),
        );
        expect(unbounded).toEqual([]);
        for (const name of ["subject", "location", "external_reference"]) {
            expect(Object.fromEntries(sent)[name]).toMatchObject({
                minLength: 1,
                pattern: expect.any(String) as string,
            });
        }
        const answered = ["Appointment", "AppointmentList", "Slot", "Problem"].flatMap((name) =>
            Object.entries(schemas[name]?.properties ?? {}),
        );
        const silent = [...sent, ...parameters, ...answered].filter(
            ([, field]) => field && !("examples" in field) && !/\$ref|items/.test(JSON.stringify(field)),
        );
        expect(silent.map(([name]) => name)).toEqual([]);
    });

    it("has no unions but of something and null: generators make no types of others", () => {
        const unions = [...text.matchAll(/"(?:anyOf|oneOf)":\[(.*?)\]/g)].map(([, members]) => members ?? "");
        expect(unions.filter((members) => !members.endsWith('{"type":"null"}'))).toEqual([]);
    });

    it("gives patterns that every language reads", () => {
        const patterns = [...text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)].map(
            ([, pattern]) => JSON.parse(`"${pattern}"`) as string,
        );
        expect(patterns.length).toBeGreaterThan(10);
        expect(patterns.filter((pattern) => /\\[upP]|\(\?/.test(pattern))).toEqual([]);
    });

    it("refers to nothing that is not there", () => {
        const { schemas } = document.components as { schemas: Record<string, unknown> };
        const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
        expect(names.length).toBeGreaterThan(10);
        expect(names.filter((name) => !Object.hasOwn(schemas, name ?? ""))).toEqual([]);
        expect(text).not.toContain("$defs");
    });

    it("closes requests and leaves answers open", () => {
        const { schemas } = document.components as { schemas: Record<string, Record<string, unknown>> };
        expect(schemas.BookingRequest?.additionalProperties).toBe(false);
        expect(schemas.Customer?.additionalProperties).toBe(false);
        expect(schemas.Appointment).not.toHaveProperty("additionalProperties");
    });

    it("knows every code", () => {
        const { schemas } = document.components as {
            schemas: { Problem: { properties: { code: { enum: string[] } } } };
        };
        expect(schemas.Problem.properties.code.enum).toEqual(PROBLEM_CODES);
    });
});
