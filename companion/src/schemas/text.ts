/** Text fields: what may come in, with a sentence for what may not. */
import { z } from "zod";

/** C0 and C1 controls and the Unicode line separators: they have no place in one line and could forge headers or log lines. */
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What leaves no trace on paper: blanks, format characters, fillers of alphabets, and the Braille pattern without dots. */
const INVISIBLE = /^[\p{White_Space}\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** For the documentation: the part of these rules that every generator's patterns can say. */
const VISIBLE_LINE = "^[^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f][^\\x00-\\x1f\\x7f]*$";

/** One line of text of which something can be seen. */
export function line(maximum: number): z.ZodString {
    return z
        .string()
        .max(maximum, `Use at most ${maximum} characters.`)
        .refine((text) => !INVISIBLE.test(text), "Give some text, or leave the field out where it is optional.")
        .refine((text) => !CONTROL.test(text), "Use one line without control characters.")
        .refine((text) => text.isWellFormed(), "Use valid Unicode: half a surrogate pair was found.")
        .meta({ minLength: 1, pattern: VISIBLE_LINE });
}

/** Text of several lines. */
export function paragraph(maximum: number): z.ZodString {
    return z
        .string()
        .max(maximum, `Use at most ${maximum} characters.`)
        .refine((text) => !text.includes("\0"), "Leave out NUL characters: they cannot be stored.")
        .refine((text) => text.isWellFormed(), "Use valid Unicode: half a surrogate pair was found.");
}
