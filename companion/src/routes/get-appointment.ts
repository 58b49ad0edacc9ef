import { appointmentAnswer } from "../schemas/answers.js";
import { requireId } from "./appointment-id.js";
import { appointmentReply, refusalProblem } from "./present.js";
import { defineRoute, noPreconditions } from "./route.js";

export const getAppointment = defineRoute({
    method: "get",
    path: "/v1/appointments/{id}",
    operationId: "getAppointment",
    summary: "Read an appointment",
    description: "Answers an appointment that was booked with this key. Others are not found.",
    scope: "bookings:read",
    preconditions: noPreconditions,
    success: {
        status: 200,
        description: "The appointment",
        schema: appointmentAnswer,
        headers: { ETag: "Its revision, for `If-Match`" },
    },
    problems: ["not_found"],
    handle: async ({ id, key, deps }) => {
        const answer = await deps.facade.appointment(key.id, requireId(id));
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        return appointmentReply(200, answer.appointment);
    },
});
