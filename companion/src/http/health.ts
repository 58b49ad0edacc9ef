import { randomUUID } from "node:crypto";
import { Router } from "express";
import { ApiProblem } from "../errors/problem.js";
import { StoreReadOnly } from "../store/write-check.js";
import type { Deps } from "./deps.js";
import { sendProblem } from "./send-problem.js";

interface Check {
    readonly ok: boolean;
    readonly reason?: string;
}

async function checkStore(deps: Deps): Promise<Check> {
    try {
        await deps.checkStore();
        return { ok: true };
    } catch (error) {
        const trouble = error instanceof StoreReadOnly ? "cannot be written to" : "does not answer";
        return { ok: false, reason: `The companion's database ${trouble}` };
    }
}

function checkOdoo(deps: Deps): Check {
    const health = deps.odooHealth();
    return health.up ? { ok: true } : { ok: false, reason: "Odoo is not available" };
}

/** Mail that waits keeps nobody from booking, so it is told here without making the process unready. */
function checkMail(deps: Deps): { mail?: Check } {
    const health = deps.mailHealth();
    if (!health) {
        return {};
    }
    return { mail: health.ok ? { ok: true } : { ok: false, reason: "Mail is not delivered" } };
}

/**
 * Email that nobody sends, by whichever channel. It is told without making the process unready: taking the companions out
 * of service would stop the bookings and send no email.
 */
function checkOverdueEmail(deps: Deps): { overdue_email?: Check } {
    const overdue = deps.overdueEmail();
    if (!overdue) {
        return {};
    }
    return {
        overdue_email: overdue.count === 0 ? { ok: true } : { ok: false, reason: "Email to customers is overdue" },
    };
}

/**
 * `/livez`: the process answers. `/readyz`: it can do its work, with status `degraded` where
 * something else is wrong; otherwise which dependency fails. Why it does names hosts and repeats the words of servers; that is for the log and for Odoo, not for everybody.
 */
export function healthRouter(deps: Deps): Router {
    const router = Router();
    router.get("/livez", (_request, response) => {
        response.set("Cache-Control", "no-store").json({ status: "ok" });
    });
    router.get("/readyz", async (_request, response) => {
        const checks = {
            odoo: checkOdoo(deps),
            database: await checkStore(deps),
            ...checkMail(deps),
            ...checkOverdueEmail(deps),
        };
        const draining = deps.isDraining();
        const ready = checks.odoo.ok && checks.database.ok && !draining;
        if (ready) {
            const status = Object.values(checks).every(({ ok }) => ok) ? "ok" : "degraded";
            response.set("Cache-Control", "no-store").json({ status, checks });
            return;
        }
        const detail = draining
            ? "This process is shutting down."
            : "Try again in a moment; checks says what is missing.";
        const problem = new ApiProblem("service_unavailable", detail, { headers: { "Retry-After": "1" } });
        const requestId = randomUUID();
        deps.logger.debug({ request_id: requestId, checks }, "not ready");
        sendProblem(response, problem, requestId, { checks });
    });
    return router;
}
