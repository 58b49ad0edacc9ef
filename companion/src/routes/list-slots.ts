import { invalid } from "../http/validate.js";
import { slotsAnswer } from "../schemas/answers.js";
import { slotsQuery, type SlotsQuery } from "../schemas/requests.js";
import { DAY_MS, MINUTE_MS, parseInstant, startOfDay, toOdoo, ZonedFormat } from "../time/instant.js";
import { zoneOf } from "../time/zone.js";
import { refusalProblem } from "./present.js";
import { defineRoute, noPreconditions } from "./route.js";

export const MAX_DAYS = 31;
/** Days have up to 25 hours; 31 of them may be an hour longer than 31 × 24. */
const LONGEST_MS = MAX_DAYS * DAY_MS + 60 * MINUTE_MS;

function toMilliseconds(text: string, timezone: string): number {
    return text.includes("T") ? parseInstant(text) : startOfDay(text, timezone);
}

/** @throws ApiProblem validation_failed when the range is empty or too long */
function range(query: SlotsQuery): { start: number; stop: number } {
    const start = toMilliseconds(query.from, query.timezone);
    const stop = toMilliseconds(query.to, query.timezone);
    if (stop <= start) {
        throw invalid([{ in: "query", pointer: "#/to", detail: "Give a time after from." }]);
    }
    if (stop - start > LONGEST_MS) {
        const detail = `Ask for at most ${MAX_DAYS} days at once.`;
        throw invalid([{ in: "query", pointer: "#/to", detail }]);
    }
    return { start, stop };
}

export const listSlots = defineRoute({
    method: "get",
    path: "/v1/slots",
    operationId: "listSlots",
    summary: "Find free slots",
    description:
        "Times at which a visit of this length can be booked: within working hours, not on leave, not taken, travel and minimum notice considered. `technician_ids` says who is free.",
    scope: "slots:read",
    query: slotsQuery,
    preconditions: noPreconditions,
    success: { status: 200, description: "Free slots by start", schema: slotsAnswer },
    problems: ["validation_failed"],
    handle: async ({ query, key, deps }) => {
        const { start, stop } = range(query);
        const answer = await deps.facade.slots(key.id, {
            start: toOdoo(start),
            stop: toOdoo(stop),
            duration_minutes: query.duration_minutes ?? 0,
            step_minutes: query.step_minutes,
            timezones: zoneOf(query.timezone).names,
            technician_id: query.technician_id ?? 0,
        });
        if (!answer.ok) {
            throw refusalProblem(answer, "query");
        }
        const zone = new ZonedFormat(query.timezone);
        const length = answer.duration_minutes * MINUTE_MS;
        const slots = answer.starts.map((seconds, index) => ({
            start: zone.format(seconds * 1000),
            end: zone.format(seconds * 1000 + length),
            technician_ids: answer.technician_sets[answer.sets[index] ?? -1] ?? [],
        }));
        return { status: 200, body: { timezone: query.timezone, slots } };
    },
});
