import { expectedRevisions, IF_MATCH } from "../http/preconditions.js";
import { exactlyOnce } from "../odoo/exactly-once.js";
import type { ScheduleChange } from "../odoo/facade.js";
import { appointmentAnswer } from "../schemas/answers.js";
import { rescheduleBody, type RescheduleBody } from "../schemas/requests.js";
import { MINUTE_MS, parseInstant, toOdoo } from "../time/instant.js";
import { requireId } from "./appointment-id.js";
import { fingerprint } from "./fingerprint.js";
import { appointmentReply, refusalProblem } from "./present.js";
import { defineRoute } from "./route.js";

function toChange(body: RescheduleBody): ScheduleChange {
    const start = parseInstant(body.start);
    let stop = "";
    if (body.end !== undefined) {
        stop = toOdoo(parseInstant(body.end));
    } else if (body.duration_minutes !== undefined) {
        stop = toOdoo(start + body.duration_minutes * MINUTE_MS);
    }
    return { start: toOdoo(start), stop, technician_id: body.technician_id ?? -1 };
}

export const rescheduleAppointment = defineRoute({
    method: "post",
    path: "/v1/appointments/{id}/reschedule",
    operationId: "rescheduleAppointment",
    summary: "Move an appointment",
    description:
        "Moves an appointment to another time and, if asked for, to another technician. `If-Match` makes sure that you know its present state. One that staff have started is not moved.",
    scope: "bookings:write",
    body: rescheduleBody,
    headers: [IF_MATCH],
    preconditions: (header) => ({ revisions: expectedRevisions(header) }),
    success: {
        status: 200,
        description: "Moved",
        schema: appointmentAnswer,
        headers: { ETag: "Its new revision" },
    },
    problems: [
        "malformed_json",
        "not_found",
        "slot_unavailable",
        "stale_revision",
        "payload_too_large",
        "unsupported_media_type",
        "validation_failed",
        "in_the_past",
        "outside_working_hours",
        "invalid_transition",
        "precondition_required",
    ],
    handle: async ({ id, body, preconditions, key, requestId, deps }) => {
        const uid = requireId(id);
        const identity = {
            keyId: key.id,
            idempotencyKey: `request:${requestId}`,
            fingerprint: fingerprint("reschedule", uid, preconditions.revisions, body),
            requestId,
        };
        const answer = await exactlyOnce(
            deps.facade,
            identity,
            () => deps.facade.reschedule(identity, uid, preconditions.revisions, toChange(body)),
            (outcome) => deps.metrics.settledWrites.inc({ outcome }),
        );
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        return appointmentReply(200, answer.appointment);
    },
});
