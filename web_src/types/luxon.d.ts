/** The part of luxon, a global of Odoo's web client, that the calendar uses. */

declare module "luxon" {
    export interface DateTime {
        readonly zoneName: string;
        /** minutes */
        readonly offset: number;
        toMillis(): number;
        toFormat(format: string): string;
        toLocaleString(format?: Intl.DateTimeFormatOptions): string;
    }
}

declare const luxon: {
    readonly DateTime: {
        local(): import("luxon").DateTime;
        fromMillis(milliseconds: number, options?: { zone?: string }): import("luxon").DateTime;
    };
    readonly Info: { meridiems(): [string, string] };
};
