import { MINUTES_PER_DAY } from "./units";

const TOKENS = /HH|H|hh|h|mm|a/g;

/**
 * Writes times of day by a luxon pattern of hours, minutes and meridiem (`HH:mm`, `hh:mm a`), which is all that Odoo's
 * languages use. Each minute's text is made once, so that blocks need no `Intl`.
 *
 * @param meridiems texts for morning and afternoon in the user's language
 */
export class ClockFormat {
    private readonly texts = new Map<number, string>();

    constructor(
        private readonly pattern: string,
        private readonly meridiems: readonly [string, string] = ["AM", "PM"],
    ) {}

    /** @param minute of the wall clock; whole days are ignored */
    format(minute: number): string {
        const ofDay = ((minute % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
        let text = this.texts.get(ofDay);
        if (text === undefined) {
            text = this.write(ofDay);
            this.texts.set(ofDay, text);
        }
        return text;
    }

    private write(ofDay: number): string {
        const hour = Math.floor(ofDay / 60);
        const half = hour % 12 || 12;
        const values: Record<string, string> = {
            HH: pad(hour),
            H: String(hour),
            hh: pad(half),
            h: String(half),
            mm: pad(ofDay % 60),
            a: this.meridiems[hour < 12 ? 0 : 1],
        };
        return this.pattern.replace(TOKENS, (token) => values[token]!);
    }
}

/** A luxon pattern without its seconds: `HH:mm:ss` becomes `HH:mm`. */
export function withoutSeconds(pattern: string): string {
    return pattern.replace(/[:.\s]?ss/, "");
}

function pad(value: number): string {
    return String(value).padStart(2, "0");
}
