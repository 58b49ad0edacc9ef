/** From the facade's answers to the API's. */
import { ApiProblem } from "../errors/problem.js";
import { etag } from "../http/preconditions.js";
import type { Reply } from "../http/reply.js";
import { invalid } from "../http/validate.js";
import type { OdooAppointment, OdooRefusal } from "../odoo/answers.js";
import type { AppointmentAnswer } from "../schemas/answers.js";
import { fromOdoo, ZonedFormat } from "../time/instant.js";
import { findZone } from "../time/zone.js";

export function presentAppointment(appointment: OdooAppointment): AppointmentAnswer {
    // Odoo may know a zone that is younger than this platform's rules.
    const timezone = findZone(appointment.timezone)?.name ?? "UTC";
    const zone = new ZonedFormat(timezone);
    return {
        id: appointment.uid,
        reference: appointment.reference,
        status: appointment.state,
        start: zone.format(fromOdoo(appointment.start)),
        end: zone.format(fromOdoo(appointment.stop)),
        timezone,
        technician:
            appointment.technician_id === 0
                ? null
                : { id: appointment.technician_id, name: appointment.technician_name },
        ticket: { id: appointment.ticket_id, reference: appointment.ticket_reference },
        customer: {
            name: appointment.customer_name,
            email: appointment.customer_email,
            phone: appointment.customer_phone || null,
        },
        external_reference: appointment.external_reference || null,
        created_at: new ZonedFormat("UTC").format(fromOdoo(appointment.created_at)).replace("+00:00", "Z"),
        revision: appointment.revision,
    };
}

/** The answer that carries one appointment. */
export function appointmentReply(
    status: number,
    appointment: OdooAppointment,
    headers: Record<string, string> = {},
): Reply {
    const answer = presentAppointment(appointment);
    return { status, body: answer, headers: { ETag: etag(answer.revision), ...headers } };
}

/** A refusal of the facade as the problem that the client gets. */
export function refusalProblem(refusal: OdooRefusal, place: "body" | "query" = "body"): ApiProblem {
    if (refusal.code === "validation_failed") {
        return invalid([{ in: place, pointer: `#${refusal.pointer}`, detail: refusal.message }]);
    }
    const zone = new ZonedFormat("UTC");
    const headers = {
        ...(refusal.replayed ? { "Idempotency-Replayed": "true" } : {}),
        ...(refusal.code === "idempotency_in_flight" ? { "Retry-After": "1" } : {}),
    };
    return new ApiProblem(refusal.code, refusal.message, {
        headers,
        ...(refusal.code === "slot_unavailable"
            ? {
                  alternatives: refusal.alternatives.map((slot) => ({
                      start: zone.format(fromOdoo(slot.start)),
                      end: zone.format(fromOdoo(slot.stop)),
                      technician_ids: slot.technician_ids,
                  })),
              }
            : {}),
    });
}
