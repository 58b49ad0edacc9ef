import { ApiProblem } from "../errors/problem.js";

/** The id if it can be one. @throws ApiProblem not_found, the same as for an id that nobody has */
export function requireId(id: string): string {
    if (!/^[A-Za-z0-9_]{1,64}$/.test(id)) {
        throw new ApiProblem("not_found", "There is no such appointment among those booked with this key.");
    }
    return id;
}
