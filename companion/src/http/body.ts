import express, { type Request, type Response } from "express";
import { ApiProblem } from "../errors/problem.js";
import { whenBroken } from "./broken.js";

type Parse = (request: Request, response: Response) => Promise<unknown>;

interface BodyError extends Error {
    readonly type?: string;
    readonly status?: number;
}

function explain(error: BodyError, limitBytes: number): Error {
    switch (error.type ?? "") {
        case "entity.verify.failed":
            return new ApiProblem("malformed_json", "The body is empty; send a JSON object.");
        case "entity.parse.failed":
            return new ApiProblem("malformed_json", "Send a body that is valid JSON in UTF-8.");
        case "entity.too.large":
            return new ApiProblem("payload_too_large", `Send at most ${limitBytes} bytes.`);
        case "encoding.unsupported":
        case "charset.unsupported":
            return new ApiProblem("unsupported_media_type", "Send the body as plain UTF-8, without compression.");
        case "request.aborted":
        case "request.size.invalid":
            return new ApiProblem("malformed_request", "The request ended before its body was complete.");
        default:
            return error.status === 400
                ? new ApiProblem("malformed_request", "The request body could not be read.")
                : error;
    }
}

/** Reads JSON bodies up to a limit. Called by the pipeline after the key was checked, not before. */
export function jsonBody(limitBytes: number): Parse {
    const parser = express.json({
        limit: limitBytes,
        inflate: false,
        strict: false,
        type: () => true,
        // The parser itself takes nothing for an empty object.
        verify: (_request, _response, bytes) => {
            if (bytes.byteLength === 0) {
                throw new Error("empty body");
            }
        },
    });
    return (request, response) => {
        if (!request.is("application/json")) {
            // No body at all has no type either; that is a body missing, not one of the wrong type.
            const empty = request.get("content-length") === "0" || request.get("content-type") === undefined;
            const missing = request.get("transfer-encoding") === undefined && empty;
            throw missing
                ? new ApiProblem("malformed_json", "Send a JSON body with Content-Type: application/json.")
                : new ApiProblem("unsupported_media_type", "Send the body with Content-Type: application/json.");
        }
        return new Promise((resolve, reject) => {
            // Whatever arrives after that is of no account: the client has been told so.
            whenBroken(request, reject);
            parser(request, response, (error?: BodyError) => {
                if (error) {
                    reject(explain(error, limitBytes));
                } else if (request.body === undefined) {
                    reject(new ApiProblem("malformed_json", "The body is empty; send a JSON object."));
                } else {
                    resolve(request.body);
                }
            });
        });
    };
}
