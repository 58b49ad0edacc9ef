import { appointmentListAnswer } from "../schemas/answers.js";
import { appointmentsQuery } from "../schemas/requests.js";
import { parseInstant, toOdoo } from "../time/instant.js";
import { decodeCursor, encodeCursor } from "./cursor.js";
import { presentAppointment, refusalProblem } from "./present.js";
import { defineRoute, noPreconditions } from "./route.js";

function odooOrEmpty(instant: string | undefined): string {
    return instant === undefined ? "" : toOdoo(parseInstant(instant));
}

export const listAppointments = defineRoute({
    method: "get",
    path: "/v1/appointments",
    operationId: "listAppointments",
    summary: "List appointments",
    description: "Appointments that were booked with this key, by start, page by page.",
    scope: "bookings:read",
    query: appointmentsQuery,
    preconditions: noPreconditions,
    success: { status: 200, description: "A page of appointments", schema: appointmentListAnswer },
    problems: ["validation_failed"],
    handle: async ({ query, key, deps }) => {
        const after = query.cursor === undefined ? { start: "", id: 0 } : decodeCursor(query.cursor);
        const answer = await deps.facade.appointments(key.id, {
            external_reference: query.external_reference ?? "",
            start: odooOrEmpty(query.from),
            stop: odooOrEmpty(query.to),
            limit: query.limit,
            after_start: after.start,
            after_id: after.id,
        });
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        const last = answer.appointments.at(-1);
        return {
            status: 200,
            body: {
                appointments: answer.appointments.map(presentAppointment),
                next_cursor: answer.more && last ? encodeCursor({ start: last.start, id: answer.last_id }) : null,
            },
        };
    },
});
