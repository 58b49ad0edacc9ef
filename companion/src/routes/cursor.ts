import { z } from "zod";
import { odooDatetime } from "../odoo/answers.js";
import { invalid } from "../http/validate.js";

/** The last appointment of a page: the next one begins after it. */
export interface Position {
    readonly start: string;
    readonly id: number;
}

const position = z.tuple([odooDatetime, z.int().positive().max(2_147_483_647)]);

export function encodeCursor({ start, id }: Position): string {
    return Buffer.from(JSON.stringify([start, id])).toString("base64url");
}

/** @throws ApiProblem validation_failed when the text is not a cursor of ours */
export function decodeCursor(text: string): Position {
    let parsed: unknown;
    try {
        parsed = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    } catch {
        parsed = undefined;
    }
    const result = position.safeParse(parsed);
    if (!result.success) {
        const detail = "Use next_cursor of the page before as it is.";
        throw invalid([{ in: "query", pointer: "#/cursor", detail }]);
    }
    const [start, id] = result.data;
    return { start, id };
}
