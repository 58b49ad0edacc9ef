/** Interactive documentation, served without any outside host and without inline script or style. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Router, type Response } from "express";

const assets = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const ASSETS = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"] as const;

const CONTENT_SECURITY_POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
].join("; ");

/** @param folder where the page's files are, seen from the page: a proxy may have put any path in front of it */
function page(folder: string): string {
    return `<!doctype html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Support Center booking API</title>
        <link rel="stylesheet" href="${folder}swagger-ui.css">
        <link rel="icon" type="image/png" href="${folder}favicon-32x32.png">
    </head>
    <body>
        <div id="docs"></div>
        <script src="${folder}swagger-ui-bundle.js"></script>
        <script src="${folder}start.js"></script>
    </body>
</html>
`;
}

const START = `"use strict";
window.SwaggerUIBundle({
    url: new URL("../openapi.json", document.currentScript.src).pathname,
    dom_id: "#docs",
    deepLinking: true,
    validatorUrl: null,
    tryItOutEnabled: false,
    persistAuthorization: false,
});
`;

function send(response: Response, type: string, content: string): void {
    response.type(type).send(content);
}

export function docsRouter(): Router {
    const router = Router();
    router.use((_request, response, next) => {
        response.set({ "Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "public, max-age=300" });
        next();
    });
    router.get("/", ({ originalUrl }, response) => {
        const isFolder = originalUrl.replace(/[?#].*$/, "").endsWith("/");
        send(response, "html", page(isFolder ? "" : "docs/"));
    });
    router.get("/start.js", (_request, response) => send(response, "text/javascript", START));
    for (const name of ASSETS) {
        router.get(`/${name}`, (_request, response) => response.sendFile(join(assets, name)));
    }
    return router;
}
