import fc from "fast-check";
import { normalise } from "../intervals";
import { ZoneTable, type OffsetReader } from "../zone";
import { dayFromCivil } from "../civil";
import type { BoardEvent } from "../event";

/** Zones with the awkward rules: no DST, half hours, changes at midnight, a change of 30 minutes, a change of date line. */
export const ZONES = [
    "UTC",
    "Europe/Brussels",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
] as const;

const FIRST_DAY = dayFromCivil({ year: 2024, month: 1, day: 1 });
const LAST_DAY = dayFromCivil({ year: 2027, month: 12, day: 31 });

const tables = new Map<string, ZoneTable>();

export function zoneTable(zone: string): ZoneTable {
    let table = tables.get(zone);
    if (!table) {
        table = ZoneTable.build(intlOffsetReader(zone), (FIRST_DAY - 60) * 1440, (LAST_DAY + 60) * 1440);
        tables.set(zone, table);
    }
    return table;
}

export const anyZone = fc.constantFrom(...ZONES);
export const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
export const anyInstant = fc.integer({ min: FIRST_DAY * 1440, max: LAST_DAY * 1440 });

export const anyIntervals = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })), {
        maxLength: 8,
    })
    .map((pairs) => normalise(pairs.flatMap(([start, length]) => [start, start + length])));

export function makeEvent(values: Partial<BoardEvent> = {}): BoardEvent {
    return {
        id: 1,
        resourceId: 1,
        start: 0,
        stop: 60,
        lead: 0,
        state: "confirmed",
        label: "Boiler",
        reference: "APT/2026/00001",
        revision: 0,
        matches: true,
        ...values,
    };
}

/**
 * Reads offsets of an IANA zone from the JavaScript engine.
 *
 * @throws RangeError when the engine does not know the zone
 */
export function intlOffsetReader(zone: string): OffsetReader {
    const format = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
    });
    return (instant) => {
        const parts: Record<string, number> = {};
        for (const { type, value } of format.formatToParts(instant * 60_000)) {
            parts[type] = Number(value);
        }
        const local = Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"]);
        return Math.round(local / 60_000) - instant;
    };
}
