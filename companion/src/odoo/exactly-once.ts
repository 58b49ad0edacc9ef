/**
 * Writes whose answer got lost.
 *
 * Odoo keeps what came of every write in a ledger, in the write's own transaction. So after a time-out or a broken connection
 * the ledger is asked first. Only when it knows nothing, and nothing is under way, the write is sent again, with the same key
 * in the ledger, so that even an order which was merely late is carried out once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { OdooRefusal } from "./answers.js";
import type { Facade, WriteIdentity, Written } from "./facade.js";
import { OdooError } from "./transport.js";

export interface SettleTiming {
    /** How long to go on asking, milliseconds. */
    readonly budgetMs: number;
    readonly pauseMs: number;
    /** Longest time for one question. */
    readonly askMs: number;
}

export const SETTLE_TIMING: SettleTiming = { budgetMs: 8_000, pauseMs: 250, askMs: 2_000 };

type Answer = Written | OdooRefusal;
export type Settled = "found" | "repeated" | "unknown";

function mayHaveHappened(error: unknown): boolean {
    return error instanceof OdooError && error.executed === "maybe";
}

/**
 * Carries a write out once.
 *
 * @throws OdooError when it certainly did not happen, or when what became of it cannot be found out now
 */
export async function exactlyOnce(
    facade: Pick<Facade, "outcome">,
    identity: WriteIdentity,
    attempt: () => Promise<Answer>,
    onSettled: (outcome: Settled) => void = () => undefined,
    timing: SettleTiming = SETTLE_TIMING,
): Promise<Answer> {
    try {
        return await attempt();
    } catch (error) {
        if (!mayHaveHappened(error)) {
            throw error;
        }
        return settle(facade, identity, attempt, error as OdooError, onSettled, timing);
    }
}

async function settle(
    facade: Pick<Facade, "outcome">,
    identity: WriteIdentity,
    attempt: () => Promise<Answer>,
    lost: OdooError,
    onSettled: (outcome: Settled) => void,
    timing: SettleTiming,
): Promise<Answer> {
    const deadline = performance.now() + timing.budgetMs;
    let repeated = false;
    while (performance.now() < deadline) {
        try {
            const outcome = await facade.outcome(identity, timing.askMs);
            if (outcome.state === "done") {
                onSettled("found");
                return outcome.answer;
            }
            if (outcome.state === "absent" && !repeated) {
                repeated = true;
                const answer = await attempt();
                if (answer.ok || answer.code !== "idempotency_in_flight") {
                    onSettled("repeated");
                    return answer;
                }
            }
        } catch (error) {
            if (!(error instanceof OdooError)) {
                throw error;
            }
            // Odoo does not answer yet: ask again until the time is up.
        }
        await sleep(timing.pauseMs);
    }
    onSettled("unknown");
    throw new OdooError("interrupted", "maybe", "What became of a write could not be found out", { cause: lost });
}
