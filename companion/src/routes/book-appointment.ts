import { publicPrefix } from "../http/public-path.js";
import { IDEMPOTENCY_KEY, idempotencyKey } from "../http/preconditions.js";
import { exactlyOnce } from "../odoo/exactly-once.js";
import type { BookingOrder } from "../odoo/facade.js";
import { appointmentAnswer } from "../schemas/answers.js";
import { bookingBody, type BookingBody } from "../schemas/requests.js";
import { MINUTE_MS, parseInstant, toOdoo } from "../time/instant.js";
import { fingerprint } from "./fingerprint.js";
import { appointmentReply, refusalProblem } from "./present.js";
import { defineRoute } from "./route.js";

function toOrder(body: BookingBody): BookingOrder {
    const start = parseInstant(body.start);
    const stop = body.end === undefined ? start + (body.duration_minutes ?? 0) * MINUTE_MS : parseInstant(body.end);
    return {
        start: toOdoo(start),
        stop: toOdoo(stop),
        technician_id: body.technician_id ?? 0,
        subject: body.subject,
        description: body.description ?? "",
        location: body.location ?? "",
        customer_name: body.customer.name,
        customer_email: body.customer.email,
        customer_phone: body.customer.phone ?? "",
        external_reference: body.external_reference ?? "",
        reminder_opt_out: body.reminder_opt_out ?? false,
    };
}

export const bookAppointment = defineRoute({
    method: "post",
    path: "/v1/appointments",
    operationId: "bookAppointment",
    summary: "Book an appointment",
    description:
        "Books a visit and opens its ticket. The time has to lie in a technician's working hours and be free; ask `/v1/slots` first. After a time-out send the same request with the same `Idempotency-Key` again: it books once and answers the same, with `Idempotency-Replayed: true`.",
    scope: "bookings:write",
    books: true,
    body: bookingBody,
    headers: [IDEMPOTENCY_KEY],
    preconditions: (header) => ({ idempotencyKey: idempotencyKey(header) }),
    success: {
        status: 201,
        description: "Booked",
        schema: appointmentAnswer,
        headers: {
            Location: "Where to find the appointment",
            ETag: "Its revision, for `If-Match`",
            "Idempotency-Replayed": "`true` when this answers a request that was carried out before",
        },
    },
    problems: [
        "malformed_json",
        "missing_idempotency_key",
        "slot_unavailable",
        "idempotency_in_flight",
        "payload_too_large",
        "unsupported_media_type",
        "validation_failed",
        "in_the_past",
        "outside_working_hours",
        "idempotency_mismatch",
    ],
    handle: async ({ body, preconditions, key, requestId, deps }) => {
        const identity = {
            keyId: key.id,
            idempotencyKey: preconditions.idempotencyKey,
            fingerprint: fingerprint("book", body),
            requestId,
        };
        const answer = await exactlyOnce(
            deps.facade,
            identity,
            () => deps.facade.book(identity, toOrder(body)),
            (outcome) => deps.metrics.settledWrites.inc({ outcome }),
        );
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        return appointmentReply(201, answer.appointment, {
            Location: `${publicPrefix(deps.options.publicUrl)}/v1/appointments/${answer.appointment.uid}`,
            ...(answer.replayed ? { "Idempotency-Replayed": "true" } : {}),
        });
    },
});
