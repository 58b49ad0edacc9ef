/** What happens to every request around its route: log, limits, key, errors, answer. */
import type { Request, Response } from "express";
import { ApiProblem } from "../errors/problem.js";
import type { ApiKey } from "../keys/directory.js";
import { StoreError, type LimitState, type Quota } from "../store/limits.js";
import { addressSubject } from "./address.js";
import { recognise, type PresentedKey } from "./authenticate.js";
import type { Deps } from "./deps.js";
import { quotaHeaders, rateLimited } from "./quotas.js";
import type { Reply } from "./reply.js";
import { dataHeaders } from "./security-headers.js";
import { toProblem, type Effect } from "./translate.js";
import { Visit } from "./visit.js";

/** One request on its way through the pipeline. */
export class Exchange {
    readonly visit: Visit;
    private readonly quotas: LimitState[] = [];
    private entered: Promise<void> | undefined;
    private counted: Promise<void> | undefined;

    constructor(
        readonly request: Request,
        readonly response: Response,
        readonly deps: Deps,
        route: string,
        /** Whatever changes something is refused while the companion's database is down; reads go on. */
        readonly effect: Effect,
    ) {
        this.visit = new Visit(request, route, deps.instance);
    }

    /**
     * Counts the request against its address, and in the same step against its key when that is known without asking, so
     * that a request of a busy client waits for the database once less.
     *
     * @throws ApiProblem rate_limited
     */
    async countAtOnce(presented: PresentedKey | ApiProblem): Promise<void> {
        const key = recognise(presented, this.visit, this.deps);
        await Promise.all([this.takeFromAddress(), key && this.count(key)]);
    }

    /** @throws ApiProblem rate_limited */
    async takeFromAddress(): Promise<void> {
        const subject = addressSubject(this.visit.address);
        const limit = this.deps.options.addressLimit;
        const state = await this.take({ name: "address", subject, limit });
        if (!state.allowed) {
            throw rateLimited(state);
        }
    }

    /** Takes from quotas that the client is told about. @throws ApiProblem rate_limited */
    async takeFromKey(quota: Quota): Promise<void> {
        const state = await this.take(quota);
        this.quotas.push(state);
        if (!state.allowed) {
            throw rateLimited(state);
        }
    }

    /** Counts the request against its key, once. @throws ApiProblem rate_limited */
    count(key: ApiKey): Promise<void> {
        this.counted ??= this.takeFromKey({ name: "requests", subject: String(key.id), limit: key.requestsPerMinute });
        return this.counted;
    }

    private take(quota: Quota): Promise<LimitState> {
        return this.deps.limits.take(quota, this.effect === "none" ? "count-alone" : "refuse");
    }

    /**
     * Enters the request in the access log before it has any effect, so that not even a crash hides it.
     *
     * @throws StoreError when the log cannot be written
     */
    enter(): Promise<void> {
        this.entered ??= this.deps.accessLog.record(this.visit.record(null, ""));
        return this.entered;
    }

    /** Completes the log, then answers. */
    async finish(reply: Reply, problem?: ApiProblem): Promise<void> {
        const { deps, visit, response } = this;
        const code = problem?.code ?? "";
        const record = visit.record(reply.status, code);
        try {
            await deps.accessLog.record(record);
        } catch (error) {
            if (!(error instanceof StoreError)) {
                throw error;
            }
            deps.logger.warn({ request_id: visit.id }, "access log entry is kept in memory: the database is down");
        }
        // As text, which Node sends together with the headers in one write.
        const body = JSON.stringify(reply.body);
        response.writeHead(reply.status, {
            ...dataHeaders,
            ...quotaHeaders(this.quotas),
            "Cache-Control": "no-store",
            "X-Request-Id": visit.id,
            ...(deps.isDraining() ? { Connection: "close" } : {}),
            ...reply.headers,
            "Content-Type": `${reply.contentType ?? "application/json"}; charset=utf-8`,
            "Content-Length": Buffer.byteLength(body),
        });
        response.end(body);
        const labels = { route: visit.route, method: visit.method, status: String(reply.status) };
        deps.metrics.requests.observe(labels, visit.milliseconds / 1000);
        if (problem) {
            deps.metrics.problems.inc({ code });
        }
        deps.logger.info({ ...record, duration_ms: Math.round(visit.milliseconds * 10) / 10 }, "request");
    }
}

function problemReply(problem: ApiProblem, requestId: string): Reply {
    return {
        status: problem.status,
        body: problem.toDocument(requestId),
        contentType: "application/problem+json",
        headers: problem.extras.headers ?? {},
    };
}

/** Runs what a request is about, limits included, and turns whatever comes of it into an answer. */
export async function answer(exchange: Exchange, work: () => Promise<Reply>): Promise<void> {
    let reply: Reply;
    let problem: ApiProblem | undefined;
    try {
        reply = await work();
    } catch (error) {
        problem = toProblem(error, exchange.effect);
        reply = problemReply(problem, exchange.visit.id);
        if (problem.status >= 500) {
            const reason =
                error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : {};
            exchange.deps.logger.error(
                { request_id: exchange.visit.id, code: problem.code, error: reason },
                "request failed",
            );
        }
    }
    await exchange.finish(reply, problem);
}
