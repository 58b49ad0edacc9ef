import express, { type Express, type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import { ApiProblem } from "./errors/problem.js";
import type { Deps } from "./http/deps.js";
import { docsRouter } from "./http/docs.js";
import { healthRouter } from "./http/health.js";
import { answer, Exchange } from "./http/pipeline.js";
import { protocolProblem } from "./http/protocol.js";
import { publicPrefix, withoutPrefix } from "./http/public-path.js";
import { FOR_DATA, FOR_PAGES } from "./http/security-headers.js";
import { openApiDocument } from "./openapi/document.js";
import { ROUTES } from "./routes/index.js";
import { VERSION } from "./version.js";

const READ = ["GET", "HEAD"];
/** Paths beside those of the API, which are all for reading. */
const SERVICE_PATHS = ["/livez", "/readyz", "/openapi.json", "/docs"];

/** Methods allowed on each path, for 405. */
function methodsByPath(): Map<string, readonly string[]> {
    const methods = new Map<string, readonly string[]>(SERVICE_PATHS.map((path) => [path, READ]));
    for (const { spec } of ROUTES) {
        const allowed = spec.method === "get" ? READ : [spec.method.toUpperCase()];
        methods.set(spec.path, [...(methods.get(spec.path) ?? []), ...allowed]);
    }
    return methods;
}

/** Answers a request for which there is no route; it counts against its address like any other. */
async function refuse(exchange: Exchange, problem: () => unknown): Promise<void> {
    await answer(exchange, async () => {
        await exchange.takeFromAddress();
        throw problem();
    });
}

function mountRefusals(app: Express, deps: Deps): void {
    for (const [path, allowed] of methodsByPath()) {
        app.all(path.replace(/\{(\w+)\}/g, ":$1"), async (request: Request, response: Response) => {
            const detail = `Use ${allowed.join(" or ")} here.`;
            const headers = { Allow: allowed.join(", ") };
            await refuse(new Exchange(request, response, deps, path, "none"), () => {
                return new ApiProblem("method_not_allowed", detail, { headers });
            });
        });
    }
    app.use(async (request: Request, response: Response) => {
        await refuse(new Exchange(request, response, deps, "", "none"), () => {
            return new ApiProblem("not_found", "There is nothing at this path; /docs lists what there is.");
        });
    });
    // Only what goes wrong before a route is reached comes here, such as a path that cannot be decoded.
    app.use(async (error: unknown, request: Request, response: Response, next: NextFunction) => {
        if (response.headersSent) {
            next(error);
            return;
        }
        await refuse(new Exchange(request, response, deps, "", "none"), () => {
            return error instanceof URIError
                ? new ApiProblem("malformed_request", "The path is not valid: check its percent-encoding.")
                : error;
        });
    });
}

/** The HTTP application, built from its dependencies. */
export function createApp(deps: Deps): Express {
    const app = express();
    app.set("trust proxy", deps.options.trustProxy.length > 0 ? [...deps.options.trustProxy] : false);
    app.set("query parser", "simple");
    app.set("etag", false);
    app.set("case sensitive routing", true);
    app.disable("x-powered-by");
    app.use(async (request: Request, response: Response, next: NextFunction) => {
        const problem = protocolProblem(request);
        if (!problem) {
            next();
            return;
        }
        await refuse(new Exchange(request, response, deps, "", "none"), () => problem);
    });
    const prefix = publicPrefix(deps.options.publicUrl);
    if (prefix) {
        app.use(withoutPrefix(prefix));
    }
    // First, since they are asked the most; their answers bring all their headers themselves.
    for (const route of ROUTES) {
        route.mount(app, deps);
    }
    app.use(helmet(FOR_DATA));
    app.use(healthRouter(deps));
    const document = openApiDocument(ROUTES, deps.options.publicUrl, VERSION);
    app.get("/openapi.json", (_request, response) => {
        response.set("Cache-Control", "public, max-age=300").json(document);
    });
    app.use("/docs", helmet(FOR_PAGES), docsRouter());
    mountRefusals(app, deps);
    return app;
}
