import { type BoardEvent, type BoardResource, UNASSIGNED } from "./event";
import { overlaps, withinBreaks } from "./intervals";
import type { UtcMinute } from "./units";

/** Minutes between two working intervals that an event may span (lunch), as the server has it. */
const LONGEST_BREAK = 120;

/** Where and when something should go. */
export interface Placement {
    /** id of the resource, or {@link UNASSIGNED} */
    readonly resourceId: number;
    readonly start: UtcMinute;
    readonly stop: UtcMinute;
}

/** Whether two placements are the same place and time. */
export function isSamePlacement(left: Placement, right: Placement): boolean {
    return left.resourceId === right.resourceId && left.start === right.start && left.stop === right.stop;
}

export interface FitQuestion extends Placement {
    /** the event being moved, which does not clash with itself; 0 for a new one */
    readonly id: number;
    /** minutes before the start that must be free too */
    readonly lead: number;
    /** value of the status field; "" for a new one */
    readonly state: string;
    /** where the event is now; null for a new one */
    readonly from: Placement | null;
}

/**
 * Why something does not fit. The server refuses `past`, `taken` and `nobody`; `leave` and `outside` are allowed, but the user should
 * know. With `unloaded` only the server can tell.
 */
export type FitIssue =
    | { readonly kind: "past" }
    | { readonly kind: "taken"; readonly by: BoardEvent }
    | { readonly kind: "nobody" }
    | { readonly kind: "leave" }
    | { readonly kind: "outside" }
    | { readonly kind: "unloaded" };

export interface FitContext {
    readonly now: UtcMinute;
    /** whether a start before now is refused */
    readonly refusesPast: boolean;
    /** states whose events take no time */
    readonly freeStates: ReadonlySet<string>;
    /** states whose events have to have a resource */
    readonly assignedStates: ReadonlySet<string>;
    /** what has been read; nothing is known of times outside of it */
    readonly loaded: { readonly from: UtcMinute; readonly to: UtcMinute };
    /** events of the resource asked about, in any order */
    readonly events: readonly BoardEvent[];
    /** null for a row without working hours, such as the one for unassigned events */
    readonly resource: BoardResource | null;
}

/**
 * Says, without asking the server, whether a placement would be accepted and what speaks against it, the gravest first. It may
 * be wrong where the browser does not have everything; the server has the last word.
 */
export function fitIssues(question: FitQuestion, context: FitContext): FitIssue[] {
    const issues: FitIssue[] = [];
    const { start, stop, resourceId, state, from } = question;
    if (context.refusesPast && start < context.now && start !== from?.start) {
        issues.push({ kind: "past" });
    }
    if (resourceId === UNASSIGNED) {
        if (context.assignedStates.has(state)) {
            issues.push({ kind: "nobody" });
        }
        return issues;
    }
    if (start < context.loaded.from || stop > context.loaded.to) {
        issues.push({ kind: "unloaded" });
        return issues;
    }
    const clash = findClash(question, context);
    if (clash) {
        issues.push({ kind: "taken", by: clash });
    }
    const { resource } = context;
    if (resource && overlaps(resource.leave, start, stop)) {
        issues.push({ kind: "leave" });
    } else if (resource?.working && !withinBreaks(resource.working, start, stop, LONGEST_BREAK)) {
        issues.push({ kind: "outside" });
    }
    return issues;
}

/** Whether the server would refuse. */
export function isRefused(issues: readonly FitIssue[]): boolean {
    return issues.some(({ kind }) => kind === "past" || kind === "taken" || kind === "nobody");
}

/** What is in the way, the earliest of several; nothing is in the way of what takes no time. */
export function findClash(question: FitQuestion, context: FitContext): BoardEvent | null {
    if (context.freeStates.has(question.state)) {
        return null;
    }
    const start = question.start - question.lead;
    let earliest: BoardEvent | null = null;
    for (const event of context.events) {
        if (
            event.resourceId === question.resourceId &&
            event.id !== question.id &&
            event.start - event.lead < question.stop &&
            event.stop > start &&
            !context.freeStates.has(event.state) &&
            (!earliest || event.start < earliest.start)
        ) {
            earliest = event;
        }
    }
    return earliest;
}
