/** The OpenAPI 3.1 document, generated from the routes. */
import { z } from "zod";
import { PROBLEMS, statusOf, type ProblemCode } from "../errors/codes.js";
import { IF_MATCH } from "../http/preconditions.js";
import { publicPrefix } from "../http/public-path.js";
import { APPOINTMENT_ID, appointmentAnswer, problemAnswer } from "../schemas/answers.js";
import type { Route } from "../routes/route.js";
import { Components, type Json } from "./components.js";

/** What any route may answer. */
const COMMON: readonly ProblemCode[] = [
    "malformed_request",
    "expectation_failed",
    "unauthenticated",
    "insufficient_scope",
    "address_not_allowed",
    "rate_limited",
    "request_timeout",
    "headers_too_large",
    "internal_error",
    "odoo_unavailable",
    "service_unavailable",
];

const QUOTA_HEADERS: Readonly<Record<string, string>> = {
    RateLimit: "What is left of each quota, and seconds until it is full again (IETF draft)",
    "RateLimit-Policy": "The quotas of this key (IETF draft)",
    "X-Request-Id": "Names the request in the access log",
};

const DESCRIPTION = `Lets a website or an app book technicians' visits into the Support Center calendar.

- **Key**: every request carries \`Authorization: Bearer scb_live_…\`. Administrators make keys in Odoo under Support Center → Configuration → API keys. Keep keys on your server; never put one into a page or an app.
- **Errors** are problem details (RFC 9457). Program against \`code\`; \`detail\` is for people.
- **Retries**: a booking with the same \`Idempotency-Key\` and the same body is made once, for 7 days. After 429 and 503 wait for \`Retry-After\`.
- **Changes** need \`If-Match\` with the appointment's \`ETag\`.
- **Time** always has an offset; nothing is guessed.
- **Optional fields** of a body may be left out or be \`null\`, which means the same.`;

function headerDocs(headers: Readonly<Record<string, string>>): Json {
    return Object.fromEntries(
        Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
    );
}

function parametersOf(route: Route, components: Components): Json[] {
    const { spec } = route;
    const path = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        description: "`id` of the appointment",
        schema: { type: "string", minLength: 1, pattern: "^[A-Za-z0-9_]{1,64}$", examples: [APPOINTMENT_ID] },
    }));
    const headers = (spec.headers ?? []).map((header) => ({
        name: header.name,
        in: "header",
        required: header.required,
        description: header.description,
        schema: { type: "string", ...header.schema, examples: [header.example] },
    }));
    const query =
        spec.query instanceof z.ZodObject
            ? Object.entries(spec.query.shape as Record<string, z.ZodType>).map(([name, field]) => {
                  const { description, ...schema } = components.schema(field, "output");
                  const required = !field.safeParse(undefined).success;
                  return { name, in: "query", required, description, schema };
              })
            : [];
    return [...path, ...headers, ...query];
}

/** What can be done next with the appointment that a route answers. */
function linksOf(route: Route, routes: readonly Route[]): Json {
    if (route.spec.success.schema !== appointmentAnswer) {
        return {};
    }
    const followers = routes.filter(({ spec }) => spec.path.includes("{id}"));
    const links = followers.map(({ spec: { operationId, headers } }) => {
        const needsRevision = headers?.some(({ name }) => name === IF_MATCH.name);
        const parameters = {
            "path.id": "$response.body#/id",
            ...(needsRevision ? { [`header.${IF_MATCH.name}`]: "$response.header.ETag" } : {}),
        };
        return [operationId, { operationId, parameters }] as const;
    });
    return { links: Object.fromEntries(links) };
}

function responsesOf(route: Route, routes: readonly Route[], components: Components, problem: Json): Json {
    const { success, problems } = route.spec;
    const byStatus = new Map<number, ProblemCode[]>();
    for (const code of [...COMMON, ...problems]) {
        const status = statusOf(code);
        byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    const failures: [string, Json][] = [...byStatus]
        .sort(([a], [b]) => a - b)
        .map(([status, codes]) => [
            String(status),
            {
                description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("\n\n"),
                ...(status === 429 || status === 503
                    ? { headers: headerDocs({ "Retry-After": "Seconds to wait" }) }
                    : {}),
                content: { "application/problem+json": { schema: problem } },
            },
        ]);
    return {
        [String(success.status)]: {
            description: success.description,
            headers: headerDocs({ ...success.headers, ...QUOTA_HEADERS }),
            content: { "application/json": { schema: components.schema(success.schema, "output") } },
            ...linksOf(route, routes),
        },
        ...Object.fromEntries(failures),
    };
}

function operationOf(route: Route, routes: readonly Route[], components: Components, problem: Json): Json {
    const { spec } = route;
    return {
        operationId: spec.operationId,
        summary: spec.summary,
        description: `${spec.description}\n\nScope: \`${spec.scope}\``,
        tags: [spec.path.startsWith("/v1/appointments") ? "Appointments" : "Availability"],
        parameters: parametersOf(route, components),
        ...(spec.body
            ? {
                  requestBody: {
                      required: true,
                      content: { "application/json": { schema: components.schema(spec.body, "input") } },
                  },
              }
            : {}),
        responses: responsesOf(route, routes, components, problem),
    };
}

/** @param publicUrl the address that clients use */
export function openApiDocument(routes: readonly Route[], publicUrl: string, version: string): Json {
    const components = new Components();
    const problem = components.schema(problemAnswer, "output");
    const paths: Record<string, Json> = {};
    for (const route of routes) {
        const { path, method } = route.spec;
        paths[path] = { ...paths[path], [method]: operationOf(route, routes, components, problem) };
    }
    return {
        openapi: "3.1.1",
        info: {
            title: "Support Center booking API",
            version,
            description: DESCRIPTION,
            license: { name: "LGPL-3.0-only", identifier: "LGPL-3.0-only" },
        },
        servers: [
            // First, so that /docs asks the place it was opened from, which is all that its security policy allows.
            { url: publicPrefix(publicUrl) || "/", description: "Where this document comes from" },
            { url: publicUrl, description: "The address that clients use" },
        ],
        security: [{ apiKey: [] }],
        tags: [
            { name: "Availability", description: "Who can come, and when" },
            { name: "Appointments", description: "Booking, moving and cancelling visits" },
        ],
        paths,
        components: {
            securitySchemes: {
                apiKey: { type: "http", scheme: "bearer", description: "An API key, `scb_live_…`" },
            },
            schemas: components.schemas,
        },
    };
}
