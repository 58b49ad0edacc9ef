import { techniciansAnswer } from "../schemas/answers.js";
import { refusalProblem } from "./present.js";
import { defineRoute, noPreconditions } from "./route.js";

export const listTechnicians = defineRoute({
    method: "get",
    path: "/v1/technicians",
    operationId: "listTechnicians",
    summary: "List technicians",
    description: "Technicians who can be booked, by name.",
    scope: "slots:read",
    preconditions: noPreconditions,
    success: { status: 200, description: "All of them", schema: techniciansAnswer },
    problems: [],
    handle: async ({ key, deps }) => {
        const answer = await deps.facade.technicians(key.id);
        if (!answer.ok) {
            throw refusalProblem(answer);
        }
        return { status: 200, body: { technicians: answer.technicians } };
    },
});
