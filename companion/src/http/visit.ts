import { randomUUID } from "node:crypto";
import type { Request } from "express";
import { maskKeys } from "../keys/format.js";
import type { AccessRecord } from "../store/access-log.js";
import { clientAddress } from "./address.js";
import { programOf } from "./program.js";

const MAX_PATH = 200;
const MAX_USER_AGENT = 200;

function safe(text: string, maximum: number): string {
    // eslint-disable-next-line no-control-regex -- control characters are what has to go
    return maskKeys(text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f]/g, "?")).slice(0, maximum);
}

/** What is known of one request. The access log is made from this. It never holds a key, a query string, a body or a comment in a header. */
export class Visit {
    readonly id = randomUUID();
    readonly receivedAt = new Date();
    readonly address: string;
    readonly method: string;
    readonly path: string;
    readonly userAgent: string;
    keyId: number | null = null;
    keyPrefix = "";
    private readonly started = performance.now();

    constructor(
        request: Request,
        readonly route: string,
        private readonly instance: string,
    ) {
        this.address = clientAddress(request.ip, request.socket.remoteAddress);
        this.method = request.method;
        this.path = safe(request.path, MAX_PATH);
        this.userAgent = safe(programOf(request.get("user-agent") ?? ""), MAX_USER_AGENT);
    }

    get milliseconds(): number {
        return performance.now() - this.started;
    }

    /** The entry for the access log; status null while the request runs. */
    record(status: number | null, code: string): AccessRecord {
        return {
            request_id: this.id,
            received_at: this.receivedAt.toISOString(),
            instance: this.instance,
            method: this.method,
            path: this.path,
            route: this.route,
            status,
            code,
            key_id: this.keyId,
            key_prefix: this.keyPrefix,
            address: this.address,
            user_agent: this.userAgent,
            duration_ms: Math.round(this.milliseconds),
        };
    }
}
