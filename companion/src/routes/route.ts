import type { Express } from "express";
import type { z } from "zod";
import type { ProblemCode } from "../errors/codes.js";
import { ApiProblem } from "../errors/problem.js";
import { authenticate, presentedKey, type PresentedKey } from "../http/authenticate.js";
import { jsonBody } from "../http/body.js";
import type { Deps } from "../http/deps.js";
import { answer, Exchange } from "../http/pipeline.js";
import { IDEMPOTENCY_KEY } from "../http/preconditions.js";
import type { Reply } from "../http/reply.js";
import type { Effect } from "../http/translate.js";
import { Validation } from "../http/validate.js";
import type { ApiKey } from "../keys/directory.js";

export const SCOPES = ["slots:read", "bookings:read", "bookings:write"] as const;
export type Scope = (typeof SCOPES)[number];

type Shape = z.ZodType | undefined;
type Output<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

/** What the handler of a route is given. */
export interface Call<Query extends Shape, Body extends Shape, Preconditions> {
    readonly query: Output<Query>;
    readonly body: Output<Body>;
    /** The `{id}` of the path; empty where there is none. */
    readonly id: string;
    readonly preconditions: Preconditions;
    readonly key: ApiKey;
    readonly requestId: string;
    readonly deps: Deps;
}

export interface HeaderDoc {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
    readonly example: string;
    /** Keywords of its JSON Schema. */
    readonly schema: Readonly<Record<string, unknown>>;
}

export interface RouteSpec<Query extends Shape, Body extends Shape, Preconditions> {
    readonly method: "get" | "post";
    /** As in OpenAPI: `/v1/appointments/{id}`. */
    readonly path: string;
    readonly operationId: string;
    readonly summary: string;
    readonly description: string;
    readonly scope: Scope;
    /** Whether it counts against the quota of bookings. */
    readonly books?: boolean;
    readonly query?: Query;
    readonly body?: Body;
    /** Headers that the route reads, for the documentation. */
    readonly headers?: readonly HeaderDoc[];
    /** Reads those headers. @throws ApiProblem when one is missing or wrong; asked before the body is looked at */
    readonly preconditions: (header: (name: string) => string | undefined) => Preconditions;
    readonly success: {
        readonly status: number;
        readonly description: string;
        readonly schema: z.ZodType;
        readonly headers?: Readonly<Record<string, string>>;
    };
    /** Codes of its own, beside those that every route has. */
    readonly problems: readonly ProblemCode[];
    readonly handle: (call: Call<Query, Body, Preconditions>) => Promise<Reply>;
}

/** A route as the application and the documentation see it, whatever its types. */
export interface Route {
    readonly spec: Omit<RouteSpec<Shape, Shape, unknown>, "handle" | "preconditions">;
    readonly mount: (app: Express, deps: Deps) => void;
}

/** Ties a route's schemas to its handler. */
export function defineRoute<Query extends Shape = undefined, Body extends Shape = undefined, Preconditions = undefined>(
    spec: RouteSpec<Query, Body, Preconditions>,
): Route {
    const mount = (app: Express, deps: Deps): void => {
        const readBody = jsonBody(deps.options.bodyLimitBytes);
        const perform = async (exchange: Exchange): Promise<Reply> => {
            const { request, visit } = exchange;
            const presented = presentedKey(request);
            await exchange.countAtOnce(presented);
            const key = await admit(exchange, presented, spec.scope);
            const preconditions = spec.preconditions((name) => request.get(name));
            const rawBody = spec.body ? await readBody(request, exchange.response) : undefined;
            const validation = new Validation();
            const query = spec.query && validation.check(spec.query, request.query, "query");
            const body = spec.body && validation.check(spec.body, rawBody, "body");
            validation.finish();
            if (spec.method === "post") {
                const quota = { name: "bookings", subject: String(key.id), limit: key.bookingsPerMinute } as const;
                await Promise.all([exchange.enter(), spec.books ? exchange.takeFromKey(quota) : undefined]);
            }
            return spec.handle({
                query: query as Output<Query>,
                body: body as Output<Body>,
                id: typeof request.params.id === "string" ? request.params.id : "",
                preconditions,
                key,
                requestId: visit.id,
                deps,
            });
        };
        const effect = effectOf(spec);
        app[spec.method](spec.path.replace(/\{(\w+)\}/g, ":$1"), async (request, response) => {
            const exchange = new Exchange(request, response, deps, spec.path, effect);
            await answer(exchange, () => perform(exchange));
        });
    };
    return { spec, mount };
}

function effectOf({ method, headers }: Pick<Route["spec"], "method" | "headers">): Effect {
    if (method === "get") {
        return "none";
    }
    return headers?.includes(IDEMPOTENCY_KEY) ? "keyed" : "unkeyed";
}

/** Checks key, address, quota and scope, in this order. */
async function admit(exchange: Exchange, presented: PresentedKey | ApiProblem, scope: Scope): Promise<ApiKey> {
    const key = await authenticate(presented, exchange.visit, exchange.deps);
    await exchange.count(key);
    if (!key.scopes.has(scope)) {
        throw new ApiProblem(
            "insufficient_scope",
            `This API key lacks the scope ${scope}; an administrator can add it.`,
        );
    }
    return key;
}

/** For routes that read no headers of their own. */
export function noPreconditions(): undefined {
    return undefined;
}
