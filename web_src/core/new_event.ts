import { UNASSIGNED, type BoardResource } from "./event";
import { findClash, fitIssues, type FitContext, type FitIssue, type FitQuestion, type Placement } from "./fit";
import { clip, covers, normalise, subtract } from "./intervals";
import { snap } from "./snap";
import { MINUTES_PER_DAY, type DayNumber, type UtcMinute } from "./units";
import type { ZoneTable } from "./zone";

/** What is known where something new is to go. */
export interface NewEventContext extends FitContext {
    readonly zone: ZoneTable;
    /** minutes that it takes */
    readonly duration: number;
    /** minutes that are kept free before it */
    readonly lead: number;
    /** minutes of a step of the clock; nothing is shorter */
    readonly snap: number;
    /** minute of the day at which it begins where nothing is known of a day */
    readonly startOfWork: number;
}

/** Where something new goes that begins at `start`: where there is no room for all of it, it ends with the free time. */
export function newPlacement(resourceId: number, start: UtcMinute, context: NewEventContext): Placement {
    const whole = { resourceId, start, stop: start + context.duration };
    const clash = resourceId === UNASSIGNED ? null : findClash(asNew(whole, context), context);
    const room = clash ? clash.start - clash.lead - start : context.duration;
    return room >= context.snap ? { ...whole, stop: start + Math.min(room, context.duration) } : whole;
}

/**
 * Where something new goes on a day of which no time has been chosen: in the first free working time, today in the next one. Where
 * there is none, it begins when work usually does; whoever looks at it chooses another time.
 */
export function newPlacementOnDay(resourceId: number, day: DayNumber, context: NewEventContext): Placement {
    const { zone, now, duration } = context;
    const isToday = zone.dayOf(now) === day;
    const usual = zone.toUtc(day * MINUTES_PER_DAY + context.startOfWork);
    const otherwise = isToday ? Math.max(usual, soon(zone, now)) : usual;
    const starts =
        resourceId === UNASSIGNED
            ? []
            : freeStarts(day, isToday ? soon(zone, now) : zone.startOfDay(day), otherwise, context);
    const fits = (placement: Placement): boolean => fitIssues(asNew(placement, context), context).length === 0;
    const whole = starts.map((start) => ({ resourceId, start, stop: start + duration })).find(fits);
    const shortened = starts.map((start) => newPlacement(resourceId, start, context)).find(fits);
    return whole ?? shortened ?? { resourceId, start: otherwise, stop: otherwise + duration };
}

/** What speaks against something new on a day of which no time has been chosen: only what holds for the whole day. */
export function dayIssues(resourceId: number, day: DayNumber, context: NewEventContext): FitIssue[] {
    const { zone, loaded, resource } = context;
    const [from, to] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
    if (context.refusesPast && to <= context.now) {
        return [{ kind: "past" }];
    }
    if (resourceId === UNASSIGNED) {
        return [];
    }
    if (from < loaded.from || to > loaded.to) {
        return [{ kind: "unloaded" }];
    }
    const working = clip(resource?.working ?? [from, to], from, to);
    if (working.length === 0) {
        return [{ kind: "outside" }];
    }
    return resource && subtract(working, resource.leave).length === 0 ? [{ kind: "leave" }] : [];
}

/** Times of a day at which free working time begins, the first one first. */
function freeStarts(
    day: DayNumber,
    from: UtcMinute,
    usual: UtcMinute,
    { zone, resource, events, freeStates, lead, snap: step }: NewEventContext,
): UtcMinute[] {
    const to = zone.startOfDay(day + 1);
    const working = resource?.working ? clip(resource.working, from, to) : [usual, to];
    const taken = events
        .filter(({ state }) => !freeStates.has(state))
        .flatMap((event) => [event.start - event.lead, event.stop + lead]);
    const free = subtract(subtract(working, resource?.leave ?? []), normalise(taken));
    return free.flatMap((bound, index) => {
        const start = index % 2 === 0 ? snap(zone, bound, step, Math.ceil) : to;
        return start < (free[index + 1] ?? start) ? [start] : [];
    });
}

function asNew(placement: Placement, { lead }: NewEventContext): FitQuestion {
    return { ...placement, id: 0, lead, state: "", from: null };
}

/** Whether any of the rows works then and is there; also where no row says when it works. */
export function isWorkingTime(
    resources: readonly Pick<BoardResource, "working" | "leave">[],
    start: UtcMinute,
    stop: UtcMinute,
): boolean {
    const known = resources.filter(({ working }) => working);
    return (
        known.length === 0 || known.some(({ working, leave }) => covers(subtract(working ?? [], leave), start, stop))
    );
}

/** The next full half hour that there is time to plan for. */
function soon(zone: ZoneTable, now: UtcMinute): UtcMinute {
    return snap(zone, now + 29, 30, Math.ceil);
}

/**
 * When something new begins that nobody has chosen a time for.
 *
 * @param day on which it is wanted if the present is not shown
 * @param isNow whether the present is shown
 * @param refusesPast whether nothing may begin before now
 */
export function startOfNew(
    zone: ZoneTable,
    now: UtcMinute,
    wanted: {
        readonly day: DayNumber;
        readonly minute: number;
        readonly isNow: boolean;
        readonly refusesPast: boolean;
    },
): UtcMinute {
    const then = zone.toUtc(wanted.day * MINUTES_PER_DAY + wanted.minute);
    return wanted.isNow || (wanted.refusesPast && then < now) ? soon(zone, now) : then;
}
