/** How the companion talks to Odoo: one method of the facade model, with named arguments, whatever the protocol. */

/** What may be sent. No null: XML-RPC has none. Integers have to fit 32 bits. */
export type OdooValue = string | number | boolean | readonly OdooValue[] | { readonly [name: string]: OdooValue };
export type OdooArguments = Readonly<Record<string, OdooValue>>;

/** The only model that the companion calls. */
export const FACADE_MODEL = "support.api";

/** Odoo hands the context to every call; it starts empty, so language and time zone always go along. */
export const CALL_CONTEXT = { lang: "en_US", tz: "UTC" } as const;

/** No honest answer of the facade comes near this; the body is refused beyond it. */
export const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

export interface CallOptions {
    /** Give up after this many milliseconds. */
    readonly timeoutMs: number;
    /** Over a connection of its own, past all calls that wait for one. */
    readonly urgent?: boolean;
}

export interface OdooTransport {
    readonly name: "xmlrpc" | "json2";
    /**
     * Calls a method of the facade.
     *
     * @returns what Odoo answered, unchecked: parse it before use
     * @throws OdooError
     */
    call(method: string, args: OdooArguments, options: CallOptions): Promise<unknown>;
    /** Changes how many connections there may be at once. */
    resize(maxSockets: number): void;
    /** Closes idle connections. */
    close(): void;
}

export type OdooErrorKind =
    /** Nothing listens there, or the call never left. */
    | "unreachable"
    /** No complete answer in time, or the connection broke. */
    | "interrupted"
    /** The answer is not what the protocol or the facade says. */
    | "malformed"
    /** Odoo refuses the companion's own credentials. */
    | "denied"
    /** The method failed. */
    | "fault"
    /** The queue in front of Odoo is full. */
    | "overloaded"
    /** The arguments cannot be sent. */
    | "unencodable";

/** A call that brought no answer. `executed` says whether Odoo may have carried it out all the same. */
export class OdooError extends Error {
    readonly kind: OdooErrorKind;
    readonly executed: "no" | "maybe";

    constructor(kind: OdooErrorKind, executed: "no" | "maybe", message: string, options?: ErrorOptions) {
        super(message, options);
        this.name = "OdooError";
        this.kind = kind;
        this.executed = executed;
    }
}
