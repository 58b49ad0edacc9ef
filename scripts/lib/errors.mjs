// @ts-check

/** A problem the person at the keyboard can solve: shown as its sentence alone, without a stack trace. */
export class UserError extends Error {
    /** @param {string} message says what is wrong and what to do */
    constructor(message) {
        super(message);
        this.name = "UserError";
    }
}
