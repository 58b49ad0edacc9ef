/** A product with its version, as RFC 9110 has them. A phone number is longer than any number of a version. */
const PRODUCT = /^[A-Za-z][\w.-]{0,39}\/\d[\w.+-]{0,39}$/;
const LONG_NUMBER = /\d{9}/;
const NAME = /^[A-Za-z][\w.-]{0,39}$/;

/**
 * The programs that a `User-Agent` names, with their versions, such as `Mozilla/5.0 Firefox/133.0`. Anything else in it may
 * be a person's: comments, contact addresses, names.
 */
export function programOf(userAgent: string): string {
    const whole = userAgent.trim();
    if (NAME.test(whole)) {
        return LONG_NUMBER.test(whole) ? "" : whole;
    }
    return withoutComments(whole)
        .split(/\s+/)
        .filter((word) => PRODUCT.test(word) && !LONG_NUMBER.test(word))
        .join(" ");
}

/** Comments stand in parentheses, and may hold further ones; one that is not closed reaches to the end. */
function withoutComments(text: string): string {
    let depth = 0;
    let kept = "";
    for (const character of text) {
        if (character === "(") {
            depth += 1;
            kept += " ";
        } else if (character === ")") {
            depth = Math.max(0, depth - 1);
        } else if (depth === 0) {
            kept += character;
        }
    }
    return kept;
}
