/** The part of luxon, a global of Odoo's web client, that the calendar uses. */

declare module "luxon" {
    export interface DateTime {
        readonly zoneName: string;
        /** minutes */
        readonly offset: number;
        toMillis(): number;
        /** `2026-03-29` */
        toISODate(): string;
        toFormat(format: string): string;
        toLocaleString(format?: Intl.DateTimeFormatOptions): string;
    }
}

declare const luxon: {
    readonly DateTime: {
        fromISO(text: string): import("luxon").DateTime;
        local(): import("luxon").DateTime;
        fromMillis(milliseconds: number, options?: { zone?: string }): import("luxon").DateTime;
    };
    readonly IANAZone: { isValidZone(name: string): boolean };
    readonly Info: { meridiems(): [string, string] };
    readonly Settings: { defaultZone: string };
};
