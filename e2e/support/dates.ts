/** Where the demo users live. */
const ZONE = "Europe/Berlin";

const DAY = 24 * 3600 * 1000;

/** A wall-clock time in Berlin, in the two ways the journeys need it. */
export interface Moment {
    /** As typed into the form by a user with English (US) as language. */
    readonly typed: string;
    /** As the server stores it: `YYYY-MM-DD HH:MM:SS`, UTC. */
    readonly stored: string;
}

/** A calendar day, counted from 1970-01-01. */
export type Day = number;

/** `YYYY-MM-DD` */
export function isoDate(day: Day): string {
    return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Minutes that Berlin is ahead of UTC at this instant. */
function offset(instant: number): number {
    const name = new Intl.DateTimeFormat("en-US", { timeZone: ZONE, timeZoneName: "longOffset" })
        .formatToParts(instant)
        .find(({ type }) => type === "timeZoneName")?.value;
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? "") ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Today in Berlin. */
export function today(): Day {
    return Math.floor((Date.now() + offset(Date.now()) * 60_000) / DAY);
}

/** Monday to Sunday of one week. */
export type Week = Record<"monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday", Day>;

/** The first whole week after an instant. */
export function weekAfter(instant: number): Week {
    const day = Math.floor(instant / DAY) + 2;
    const monday = day + ((8 - new Date(day * DAY).getUTCDay()) % 7);
    const [tuesday, wednesday, thursday] = [monday + 1, monday + 2, monday + 3];
    return { monday, tuesday, wednesday, thursday, friday: monday + 4, saturday: monday + 5, sunday: monday + 6 };
}

/**
 * @param day counted from 1970-01-01
 * @param time wall-clock time in Berlin, `HH:MM`
 */
export function moment(day: Day, time: string): Moment {
    const wall = new Date(`${isoDate(day)}T${time}:00Z`).getTime();
    // None of the journeys' times lies within an hour of a change of clocks.
    const instant = wall - offset(wall) * 60_000;
    const typed = new Date(wall).toLocaleString("en-US", {
        timeZone: "UTC",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hour12: true,
    });
    return { typed: typed.replace(",", ""), stored: new Date(instant).toISOString().slice(0, 19).replace("T", " ") };
}

/**
 * The next day on which Berlin's clocks go forward, or back.
 *
 * @param after the day before the first one that counts
 */
export function clockChange(after: Day, direction: "forward" | "back"): Day {
    const change = (day: Day): number => offset((day + 1) * DAY) - offset(day * DAY);
    let day = after + 1;
    while (Math.sign(change(day)) !== (direction === "forward" ? 1 : -1)) day++;
    return day;
}
