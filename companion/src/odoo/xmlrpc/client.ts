import { HttpPoster } from "../http.js";
import {
    CALL_CONTEXT,
    FACADE_MODEL,
    OdooError,
    type CallOptions,
    type OdooArguments,
    type OdooTransport,
    type OdooValue,
} from "../transport.js";
import { decodeAnswer } from "./decode.js";
import { encodeCall } from "./encode.js";

const FAULT_ACCESS_DENIED = 3;
const FAULT_ACCESS_ERROR = 4;
/** Odoo bars an address for 60 s after five refused logins: after one, stay away a little longer than that. */
const LOCKOUT_MS = 65_000;

export interface Credentials {
    readonly url: URL;
    readonly database: string;
    readonly login: string;
    readonly apiKey: string;
}

/** The facade over XML-RPC (`/xmlrpc/2`), encoded and decoded by npm `xmlrpc` behind the guards of this folder. */
export class XmlRpcTransport implements OdooTransport {
    readonly name = "xmlrpc";
    private readonly poster: HttpPoster;
    private uid: Promise<number> | undefined;
    private deniedUntil = 0;

    constructor(
        private readonly credentials: Credentials,
        maxSockets: number,
        private readonly now: () => number = Date.now,
    ) {
        this.poster = new HttpPoster(credentials.url, maxSockets);
    }

    async call(method: string, args: OdooArguments, options: CallOptions): Promise<unknown> {
        const { database, apiKey } = this.credentials;
        const uid = await this.login(options);
        const named = { ...args, context: CALL_CONTEXT };
        return this.post("object", "execute_kw", [database, uid, apiKey, FACADE_MODEL, method, [], named], options);
    }

    /** The user id that goes into every call: asked for once, again after a failure. */
    private login(options: CallOptions): Promise<number> {
        if (this.now() < this.deniedUntil) {
            return Promise.reject(this.denied());
        }
        if (!this.uid) {
            const { database, login, apiKey } = this.credentials;
            this.uid = this.post("common", "authenticate", [database, login, apiKey, {}], options).then((answer) => {
                if (typeof answer !== "number") {
                    this.deniedUntil = this.now() + LOCKOUT_MS;
                    throw this.denied();
                }
                return answer;
            });
            this.uid.catch(() => {
                this.uid = undefined;
            });
        }
        // A login changes nothing, so that a call which failed there was not carried out.
        return this.uid.catch((error: unknown) => {
            throw error instanceof OdooError ? new OdooError(error.kind, "no", error.message, { cause: error }) : error;
        });
    }

    private denied(): OdooError {
        return new OdooError("denied", "no", "Odoo refuses the companion's login or API key");
    }

    private async post(
        service: string,
        method: string,
        params: readonly OdooValue[],
        options: CallOptions,
    ): Promise<unknown> {
        const path = `${this.credentials.url.pathname.replace(/\/+$/, "")}/xmlrpc/2/${service}`;
        const xml = encodeCall(method, params);
        const { status, body } = await this.poster.post(path, { "Content-Type": "text/xml" }, xml, options);
        if (status !== 200) {
            throw new OdooError("malformed", "maybe", `Odoo answered with HTTP status ${status}`);
        }
        const answer = this.decode(body.toString("utf8"));
        if (answer.kind === "value") {
            return answer.value;
        }
        if (answer.code === FAULT_ACCESS_DENIED) {
            this.deniedUntil = this.now() + LOCKOUT_MS;
            this.uid = undefined;
            throw this.denied();
        }
        if (answer.code === FAULT_ACCESS_ERROR) {
            throw new OdooError("denied", "no", "The companion's Odoo user lacks the Support API group");
        }
        // Odoo builds its answer after the commit, so that even a fault may follow work that was done. Its text is dropped: a
        // fault of code 1 is a traceback.
        throw new OdooError("fault", "maybe", `Odoo answered with fault ${answer.code}`);
    }

    private decode(xml: string): ReturnType<typeof decodeAnswer> {
        try {
            return decodeAnswer(xml);
        } catch (error) {
            throw new OdooError("malformed", "maybe", "Odoo's answer is not valid XML-RPC", { cause: error });
        }
    }

    resize(maxSockets: number): void {
        this.poster.resize(maxSockets);
    }

    close(): void {
        this.poster.close();
    }
}
