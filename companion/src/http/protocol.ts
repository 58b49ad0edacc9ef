import type { IncomingMessage } from "node:http";
import { ApiProblem } from "../errors/problem.js";
import { MAX_HEADERS } from "./server.js";

/** A name or an address, and a port perhaps (RFC 3986); empty where a request has no authority. */
const HOST = /^(\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(:\d*)?$/i;
/** Headers of which Node takes the first, while a proxy may have taken another. */
const AT_MOST_ONCE = ["host", "authorization"];

/** What is wrong with a request before anybody looks at its path; undefined when nothing is. */
export function protocolProblem({
    headers,
    headersDistinct,
    httpVersion,
    rawHeaders,
}: IncomingMessage): ApiProblem | undefined {
    // Names and values take turns.
    if (rawHeaders.length / 2 > MAX_HEADERS) {
        return new ApiProblem("headers_too_large", `Send at most ${MAX_HEADERS} headers.`);
    }
    for (const name of AT_MOST_ONCE) {
        if ((headersDistinct[name]?.length ?? 0) > 1) {
            return new ApiProblem("malformed_request", `Send the header ${name} once.`);
        }
    }
    if (headers.host === undefined && httpVersion === "1.1") {
        return new ApiProblem("malformed_request", "The request has no Host header, which HTTP/1.1 needs.");
    }
    if (headers.host !== undefined && !HOST.test(headers.host)) {
        return new ApiProblem("malformed_request", "The Host header is neither a name nor an address.");
    }
    if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect)) {
        return new ApiProblem("expectation_failed", "Send no Expect header but Expect: 100-continue.");
    }
    return undefined;
}
