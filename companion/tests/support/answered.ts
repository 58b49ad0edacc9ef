/** Which requests were answered to clients of this file, by the database of the companion that answered. */

/** Status by request id. */
export type Answered = Map<string, number>;

const databases = new Map<string, string>();
const answered = new Map<string, Answered>();

/** Says which database the companion at an address writes its log to. */
export function servedFrom(companionUrl: string, databaseUrl: string): void {
    // A later companion may get the port of an earlier one.
    databases.set(companionUrl, databaseUrl);
}

/** Only health and the documentation, which are not entered, are answered without an id. */
export function noteAnswer(companionUrl: string, response: Response): void {
    const requestId = response.headers.get("x-request-id");
    const databaseUrl = databases.get(companionUrl);
    if (requestId !== null && databaseUrl !== undefined) {
        answeredFrom(databaseUrl).set(requestId, response.status);
    }
}

export function answeredFrom(databaseUrl: string): Answered {
    const known = answered.get(databaseUrl) ?? new Map<string, number>();
    answered.set(databaseUrl, known);
    return known;
}
