import express, { type Request, type Response } from "express";
import { ApiProblem } from "../errors/problem.js";
import { whenBroken } from "./broken.js";

type Parse = (request: Request, response: Response) => Promise<unknown>;

interface BodyError extends Error {
    readonly type?: string;
    readonly status?: number;
}

const NOT_PLAIN = "Send the body as plain UTF-8, without compression.";

function explain(error: BodyError, limitBytes: number): Error {
    switch (error.type ?? "") {
        case "entity.too.large":
            return new ApiProblem("payload_too_large", `Send at most ${limitBytes} bytes.`);
        case "encoding.unsupported":
            return new ApiProblem("unsupported_media_type", NOT_PLAIN);
        case "request.aborted":
        case "request.size.invalid":
            return new ApiProblem("malformed_request", "The request ended before its body was complete.");
        default:
            return error.status === 400
                ? new ApiProblem("malformed_request", "The request body could not be read.")
                : error;
    }
}

/** The character encoding that a media type names, in lower case; that of JSON where it names none. */
function charsetOf(contentType: string): string {
    const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType);
    return (charset?.[1] ?? charset?.[2] ?? "utf-8").toLowerCase();
}

/** @throws ApiProblem malformed_json */
function parseJson(bytes: Buffer): unknown {
    if (bytes.byteLength === 0) {
        throw new ApiProblem("malformed_json", "The body is empty; send a JSON object.");
    }
    try {
        // Not one byte is guessed: what is no UTF-8 would be stored damaged.
        return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
        throw new ApiProblem("malformed_json", "Send a body that is valid JSON in UTF-8.");
    }
}

/** Reads JSON bodies up to a limit. Called by the pipeline after the key was checked, not before. */
export function jsonBody(limitBytes: number): Parse {
    const read = express.raw({ limit: limitBytes, inflate: false, type: () => true });
    return async (request, response) => {
        const contentType = request.get("content-type");
        if (!request.is("application/json")) {
            // No body at all has no type either; that is a body missing, not one of the wrong type.
            const empty = request.get("content-length") === "0" || contentType === undefined;
            const missing = request.get("transfer-encoding") === undefined && empty;
            throw missing
                ? new ApiProblem("malformed_json", "Send a JSON body with Content-Type: application/json.")
                : new ApiProblem("unsupported_media_type", "Send the body with Content-Type: application/json.");
        }
        if (!/^utf-?8$/.test(charsetOf(contentType ?? ""))) {
            throw new ApiProblem("unsupported_media_type", NOT_PLAIN);
        }
        await new Promise<void>((resolve, reject) => {
            // Whatever arrives after that is of no account: the client has been told so.
            whenBroken(request, reject);
            read(request, response, (error?: BodyError) => {
                if (error) {
                    reject(explain(error, limitBytes));
                } else {
                    resolve();
                }
            });
        });
        return parseJson(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    };
}
