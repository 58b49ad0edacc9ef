import { expectedRevisions, IF_MATCH } from "../http/preconditions.js";
import { exactlyOnce } from "../odoo/exactly-once.js";
import { appointmentAnswer } from "../schemas/answers.js";
import { cancelBody } from "../schemas/requests.js";
import { requireId } from "./appointment-id.js";
import { fingerprint } from "./fingerprint.js";
import { appointmentReply, refusalProblem } from "./present.js";
import { defineRoute } from "./route.js";

export const cancelAppointment = defineRoute({
    method: "post",
    path: "/v1/appointments/{id}/cancel",
    operationId: "cancelAppointment",
    summary: "Cancel an appointment",
    description:
        "Cancels an appointment that has not begun and frees its time. It stays readable, with status `cancelled`. One that staff have started is not cancelled, even before its time.",
    scope: "bookings:write",
    body: cancelBody,
    headers: [IF_MATCH],
    preconditions: (header) => ({ revisions: expectedRevisions(header) }),
    success: {
        status: 200,
        description: "Cancelled",
        schema: appointmentAnswer,
        headers: { ETag: "Its revision" },
    },
    problems: [
        "malformed_json",
        "not_found",
        "stale_revision",
        "payload_too_large",
        "unsupported_media_type",
        "validation_failed",
        "in_the_past",
        "invalid_transition",
        "precondition_required",
    ],
    handle: async ({ id, body, preconditions, key, requestId, deps }) => {
        const uid = requireId(id);
        const identity = {
            keyId: key.id,
            idempotencyKey: `request:${requestId}`,
            fingerprint: fingerprint("cancel", uid, preconditions.revisions, body),
            requestId,
        };
        const answer = await exactlyOnce(
            deps.facade,
            identity,
            () => deps.facade.cancel(identity, uid, preconditions.revisions, body.reason),
            (outcome) => deps.metrics.settledWrites.inc({ outcome }),
        );
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        return appointmentReply(200, answer.appointment);
    },
});
