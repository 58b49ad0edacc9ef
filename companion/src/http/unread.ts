import { messageOf } from "../errors/message.js";
import type { AccessRecord } from "../store/access-log.js";
import { StoreError } from "../store/limits.js";
import { plainAddress } from "./address.js";
import type { UnreadRequest } from "./broken.js";
import type { Deps } from "./deps.js";

/** Enters a request that the application never saw, so that the `request_id` its client was told is found. Never rejects. */
export async function enterUnread(
    { requestId, address, problem }: UnreadRequest,
    { accessLog, instance, metrics, logger }: Pick<Deps, "accessLog" | "instance" | "metrics" | "logger">,
): Promise<void> {
    const { status, code } = problem;
    const record: AccessRecord = {
        request_id: requestId,
        received_at: new Date().toISOString(),
        instance,
        method: "",
        path: "",
        route: "",
        status,
        code,
        key_id: null,
        key_prefix: "",
        address: plainAddress(address),
        user_agent: "",
        duration_ms: 0,
    };
    metrics.problems.inc({ code });
    logger.info(record, "request");
    try {
        await accessLog.record(record);
    } catch (error) {
        const kept = error instanceof StoreError;
        const message = kept ? "access log entry is kept in memory: the database is down" : "access log entry is lost";
        logger.warn({ request_id: requestId, error: messageOf(error) }, message);
    }
}
