/** JSON Schemas of the messages, made from the schemas that validate them. */
import { z } from "zod";

export type Json = Record<string, unknown>;

type Direction = "input" | "output";

const REF_PREFIX = "#/components/schemas/";

/** Turns zod schemas into JSON Schema; schemas with an id become components that others refer to. */
export class Components {
    readonly schemas: Record<string, Json> = {};

    schema(schema: z.ZodType, io: Direction): Json {
        const converted: Json = z.toJSONSchema(schema, {
            io,
            target: "draft-2020-12",
            override: ({ jsonSchema }) => tidy(jsonSchema as Json, io),
        });
        for (const [name, definition] of Object.entries((converted.$defs ?? {}) as Record<string, Json>)) {
            this.schemas[name] = bare(definition);
        }
        return bare(converted);
    }
}

/** A schema without what belongs to the document around it, its references pointed at the components. */
function bare(schema: Json): Json {
    const around = new Set(["$schema", "$defs", "id"]);
    return referenced(Object.fromEntries(Object.entries(schema).filter(([name]) => !around.has(name)))) as Json;
}

function tidy(schema: Json, io: Direction): void {
    // Answers may grow fields; only requests are closed.
    if (io === "output") {
        delete schema.additionalProperties;
    }
    // OpenAPI 3.1 prefers the plural of JSON Schema.
    if ("example" in schema) {
        schema.examples = [schema.example];
        delete schema.example;
    }
    // The pattern repeats what the format says, at a length that nobody reads.
    if ("format" in schema && "pattern" in schema) {
        delete schema.pattern;
    }
    if (schema.maximum === Number.MAX_SAFE_INTEGER) {
        delete schema.maximum;
    }
    if (schema.minimum === Number.MIN_SAFE_INTEGER) {
        delete schema.minimum;
    }
}

/** The same with every reference into `$defs` pointed at the components. */
function referenced(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(referenced);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([name, member]) =>
            name === "$ref" && typeof member === "string"
                ? [name, member.replace("#/$defs/", REF_PREFIX)]
                : [name, referenced(member)],
        ),
    );
}
