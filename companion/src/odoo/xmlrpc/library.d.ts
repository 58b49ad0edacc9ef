/** The parts of npm `xmlrpc` that its published types leave out. */

declare module "xmlrpc/lib/serializer.js" {
    const serializer: {
        serializeMethodCall(method: string, params: readonly unknown[], encoding?: string): string;
    };
    export default serializer;
}

declare module "xmlrpc/lib/deserializer.js" {
    export default class Deserializer {
        constructor(encoding?: string);
        callback: (error: Error | undefined, stack?: unknown[]) => void;
        readonly parser: { write(text: string): boolean; end(): void };
        readonly stack: unknown[];
        readonly marks: number[];
        type: string | null;
        responseType: string | null;
        error: Error | null;
        value: boolean;
        push(value: unknown): void;
        onDone(): void;
        onError(error: unknown): void;
        endInt(data: string): void;
        endI8(data: string): void;
        endDouble(data: string): void;
        endBase64(data: string): void;
        endDateTime(data: string): void;
        endNil(data: string): void;
        endStruct(data: string): void;
    }
}
