/**
 * XML-RPC answers, read strictly.
 *
 * npm `xmlrpc` alone turns `12abc` into 12 and 64-bit integers into text, lets a field named `__proto__` set a prototype, and
 * throws uncaught on a fault without a struct. The subclass closes these; what it returns is still checked by zod.
 */
import Deserializer from "xmlrpc/lib/deserializer.js";

export type XmlRpcAnswer =
    | { readonly kind: "value"; readonly value: unknown }
    | { readonly kind: "fault"; readonly code: number; readonly text: string };

class StrictDeserializer extends Deserializer {
    override endInt(data: string): void {
        this.pushInteger(data);
    }

    override endI8(data: string): void {
        this.pushInteger(data);
    }

    private pushInteger(data: string): void {
        const number = /^\s*[+-]?\d+\s*$/.test(data) ? Number(data) : Number.NaN;
        if (!Number.isSafeInteger(number)) {
            throw new Error("an integer is malformed");
        }
        this.push(number);
        this.value = false;
    }

    override endDouble(data: string): void {
        const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(data) ? Number(data) : Number.NaN;
        if (!Number.isFinite(number)) {
            throw new Error("a double is malformed");
        }
        this.push(number);
        this.value = false;
    }

    override endBase64(): void {
        throw new Error("base64 is not part of the facade's answers");
    }

    override endDateTime(): void {
        throw new Error("dateTime is not part of the facade's answers");
    }

    override endStruct(): void {
        const mark = this.marks.pop() ?? 0;
        const items = this.stack.splice(mark);
        const struct: Record<string, unknown> = {};
        for (let i = 0; i < items.length; i += 2) {
            const name = items[i];
            if (typeof name !== "string" || i + 1 >= items.length || name === "__proto__") {
                throw new Error("a struct is malformed");
            }
            struct[name] = items[i + 1];
        }
        this.push(struct);
        this.value = false;
    }

    /** The base class reads fields of a fault that may not be there. */
    override onDone(): void {
        const complete = this.type === "methodresponse" && this.responseType !== null && this.marks.length === 0;
        if (this.error) {
            return;
        }
        if (!complete || this.stack.length !== 1) {
            this.onError(new Error("the answer is incomplete"));
        } else {
            this.callback(undefined, this.stack);
        }
    }
}

function isStruct(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads a method response.
 *
 * @throws Error when it is not a well-formed one
 */
export function decodeAnswer(xml: string): XmlRpcAnswer {
    const deserializer = new StrictDeserializer("utf8");
    let failure: Error | undefined;
    let result: unknown;
    let done = false;
    deserializer.callback = (error, stack) => {
        failure ??= error;
        result = stack?.[0];
        done = true;
    };
    deserializer.parser.write(xml);
    deserializer.parser.end();
    if (failure || !done) {
        throw failure ?? new Error("the answer is incomplete");
    }
    if (deserializer.responseType !== "fault") {
        return { kind: "value", value: result };
    }
    if (!isStruct(result) || typeof result.faultCode !== "number" || typeof result.faultString !== "string") {
        throw new Error("the fault is malformed");
    }
    return { kind: "fault", code: result.faultCode, text: result.faultString };
}
