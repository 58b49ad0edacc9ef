/** A promise that the test settles when it wants. */
export class Deferred<Result> {
    readonly promise: Promise<Result>;
    resolve!: (result: Result) => void;
    reject!: (error: Error) => void;

    constructor() {
        this.promise = new Promise<Result>((resolve, reject) => {
            this.resolve = resolve;
            this.reject = reject;
        });
    }
}
