/** Text fields: what may come in, with a sentence for what may not. */
import { z } from "zod";

/** C0 and C1 controls and the Unicode line separators: they have no place in one line and could forge headers or log lines. */
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** One line of text that is not blank. */
export function line(maximum: number): z.ZodString {
    return z
        .string()
        .max(maximum, `Use at most ${maximum} characters.`)
        .refine((text) => text.trim() !== "", "Give some text, or leave the field out where it is optional.")
        .refine((text) => !CONTROL.test(text), "Use one line without control characters.")
        .refine((text) => text.isWellFormed(), "Use valid Unicode: half a surrogate pair was found.");
}

/** Text of several lines. */
export function paragraph(maximum: number): z.ZodString {
    return z
        .string()
        .max(maximum, `Use at most ${maximum} characters.`)
        .refine((text) => !text.includes("\0"), "Leave out NUL characters: they cannot be stored.")
        .refine((text) => text.isWellFormed(), "Use valid Unicode: half a surrogate pair was found.");
}
