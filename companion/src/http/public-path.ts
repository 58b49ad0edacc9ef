import type { RequestHandler } from "express";

/** The path under which clients find the API, without a slash at its end; empty where it is the root. */
export function publicPrefix(publicUrl: string): string {
    return new URL(publicUrl).pathname.replace(/\/+$/, "");
}

/** Takes the prefix off paths that still have it: some proxies do so themselves, others pass requests on as they are. */
export function withoutPrefix(prefix: string): RequestHandler {
    return (request, _response, next) => {
        const rest = request.url.startsWith(prefix) ? request.url.slice(prefix.length) : "";
        if (/^[/?]/.test(rest)) {
            request.url = rest.startsWith("?") ? `/${rest}` : rest;
        }
        next();
    };
}
