import { z } from "zod";
import { invalid } from "../http/validate.js";
import { odooDatetime } from "../odoo/answers.js";
import { fromOdoo, toOdoo } from "../time/instant.js";

/** The last appointment of a page: the next one begins after it. */
export interface Position {
    readonly start: string;
    readonly id: number;
}

/** Of the right form, but also on the calendar: Odoo's search takes nothing else. */
function exists(text: string): boolean {
    const milliseconds = fromOdoo(text);
    // Compared, because 30 February is read as 2 March. Odoo knows no year 0.
    return !Number.isNaN(milliseconds) && toOdoo(milliseconds) === text && !text.startsWith("0000");
}

const position = z.tuple([odooDatetime.refine(exists), z.int().positive().max(2_147_483_647)]);

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
