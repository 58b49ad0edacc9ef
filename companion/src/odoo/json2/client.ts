import { HttpPoster } from "../http.js";
import {
    CALL_CONTEXT,
    FACADE_MODEL,
    OdooError,
    type CallOptions,
    type OdooArguments,
    type OdooTransport,
} from "../transport.js";
import type { Credentials } from "../xmlrpc/client.js";

/** The facade over JSON-2 (`/json/2`), the successor of XML-RPC in Odoo. */
export class Json2Transport implements OdooTransport {
    readonly name = "json2";
    private readonly poster: HttpPoster;

    constructor(
        private readonly credentials: Credentials,
        maxSockets: number,
    ) {
        this.poster = new HttpPoster(credentials.url, maxSockets);
    }

    async call(method: string, args: OdooArguments, options: CallOptions): Promise<unknown> {
        const { url, database, apiKey } = this.credentials;
        const path = `${url.pathname.replace(/\/+$/, "")}/json/2/${FACADE_MODEL}/${method}`;
        const headers = {
            "Content-Type": "application/json",
            Authorization: `Bearer ${apiKey}`,
            "X-Odoo-Database": database,
        };
        const body = JSON.stringify({ ...args, context: CALL_CONTEXT });
        const answer = await this.poster.post(path, headers, body, options);
        switch (answer.status) {
            case 200:
                return this.decode(answer.body.toString("utf8"));
            case 401:
                throw new OdooError("denied", "no", "Odoo refuses the companion's API key");
            case 403:
                throw new OdooError("denied", "no", "The companion's Odoo user lacks the Support API group");
            case 404:
                throw new OdooError("fault", "no", "Odoo does not know the facade: is Support Center installed?");
            default:
                throw new OdooError("fault", "maybe", `Odoo answered with HTTP status ${answer.status}`);
        }
    }

    private decode(text: string): unknown {
        try {
            return JSON.parse(text);
        } catch (error) {
            throw new OdooError("malformed", "maybe", "Odoo's answer is not valid JSON", { cause: error });
        }
    }

    resize(maxSockets: number): void {
        this.poster.resize(maxSockets);
    }

    close(): void {
        this.poster.close();
    }
}
