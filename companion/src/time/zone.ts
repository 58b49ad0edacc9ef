/** Names of time zones. Pure; the table comes from Unicode's CLDR, the rules from the platform through Temporal. */
import { createRequire } from "node:module";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** CLDR's zones: all names of each, the one that the IANA prefers apart where it is not the first. */
const entry = z.object({ _alias: z.string().optional(), _iana: z.string().optional() });
const table = z.object({
    keyword: z.object({ u: z.object({ tz: z.record(z.string(), z.union([z.string(), entry])) }) }),
});

const UTC = "UTC";

/** What PostgreSQL lists beside the zones of the IANA: files of the tz database that stand for one of them. */
const STAND_INS: Readonly<Record<string, () => string>> = {
    Factory: () => UTC,
    posixrules: () => "America/New_York",
    localtime: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** One time zone under all its names. */
export interface Zone {
    /** As the IANA calls it today, like `Asia/Kolkata`. */
    readonly name: string;
    /** All of them, today's first: another program may know only an older one, like `Asia/Calcutta`. */
    readonly names: readonly string[];
}

function isUsable(name: string): boolean {
    try {
        Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
        return true;
    } catch {
        return false;
    }
}

function readZones(): Map<string, Zone> {
    const cldr: unknown = createRequire(import.meta.url)("cldr-bcp47/bcp47/timezone.json");
    const zones = new Map<string, Zone>();
    for (const found of Object.values(table.parse(cldr).keyword.u.tz)) {
        const { _alias: alias, _iana: iana } = typeof found === "string" ? {} : found;
        const aliases = alias?.split(" ") ?? [];
        const name = aliases.includes(UTC) ? UTC : (iana ?? aliases[0]);
        if (name !== undefined) {
            const zone: Zone = { name, names: [...new Set([name, ...aliases])] };
            zone.names.forEach((known) => zones.set(known.toLowerCase(), zone));
        }
    }
    for (const [name, target] of Object.entries(STAND_INS)) {
        const zone = zones.get(target().toLowerCase());
        if (zone) {
            zones.set(name.toLowerCase(), zone);
        }
    }
    return zones;
}

const ZONES = readZones();
/** Whether the platform knows a zone, as far as it was asked: to ask for all of them takes long and much memory. */
const usable = new Map<Zone, boolean>();

/**
 * The time zone that has this name, in any case, or had it once. Undefined for offsets, which know no daylight saving, and
 * for abbreviations like PST, which mean several zones.
 */
export function findZone(name: string): Zone | undefined {
    const zone = ZONES.get(name.toLowerCase().replace(/^posix\//, ""));
    if (!zone) {
        return undefined;
    }
    let known = usable.get(zone);
    if (known === undefined) {
        known = isUsable(zone.name);
        usable.set(zone, known);
    }
    return known ? zone : undefined;
}

/** The zone of a name that was checked before. @throws RangeError for any other */
export function zoneOf(name: string): Zone {
    const zone = findZone(name);
    if (!zone) {
        throw new RangeError(`There is no time zone ${name}`);
    }
    return zone;
}
