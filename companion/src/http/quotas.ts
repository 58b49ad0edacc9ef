import { ApiProblem } from "../errors/problem.js";
import { WINDOW_SECONDS, type LimitState } from "../store/limits.js";

/** The `RateLimit` and `RateLimit-Policy` headers (IETF draft) for the quotas that a request used. */
export function quotaHeaders(states: readonly LimitState[]): Record<string, string> {
    if (states.length === 0) {
        return {};
    }
    return {
        RateLimit: states.map((state) => `"${state.name}";r=${state.remaining};t=${state.resetSeconds}`).join(", "),
        "RateLimit-Policy": states.map((state) => `"${state.name}";q=${state.limit};w=${WINDOW_SECONDS}`).join(", "),
    };
}

/** The problem for a quota that is used up. */
export function rateLimited(state: LimitState): ApiProblem {
    const seconds = state.resetSeconds;
    return new ApiProblem(
        "rate_limited",
        `At most ${state.limit} a minute are allowed here; try again in ${seconds} second${seconds === 1 ? "" : "s"}.`,
        { headers: { ...quotaHeaders([state]), "Retry-After": String(seconds) } },
    );
}
