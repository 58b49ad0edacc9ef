/** One caller's part of a batch. */
export interface Share<T> {
    /** What came back for the whole batch. */
    readonly answer: T;
    /** Which of the callers this one is, from 1 on, in the order in which they came. */
    readonly place: number;
    readonly size: number;
}

interface Caller<T> {
    readonly ask: (size: number) => Promise<T>;
    readonly resolve: (share: Share<T>) => void;
    readonly reject: (error: unknown) => void;
}

/**
 * Lets callers that want the same at the same time ask together: whoever comes while a question about a key is under way
 * waits for its answer, and then asks once for all who have come meanwhile. A caller who is alone never waits.
 */
export class Batches<T> {
    /** Keys with a question under way, and who came since. */
    private readonly waiting = new Map<string, Caller<T>[]>();

    join(key: string, ask: (size: number) => Promise<T>): Promise<Share<T>> {
        return new Promise((resolve, reject) => {
            const caller = { ask, resolve, reject };
            const queue = this.waiting.get(key);
            if (queue) {
                queue.push(caller);
                return;
            }
            void this.work(key, caller);
        });
    }

    private async work(key: string, caller: Caller<T>): Promise<void> {
        let batch: readonly Caller<T>[] = [caller];
        for (let first: Caller<T> | undefined = caller; first; first = batch[0]) {
            this.waiting.set(key, []);
            try {
                const answer = await first.ask(batch.length);
                batch.forEach(({ resolve }, index) => resolve({ answer, place: index + 1, size: batch.length }));
            } catch (error) {
                batch.forEach(({ reject }) => reject(error));
            }
            batch = this.waiting.get(key) ?? [];
        }
        this.waiting.delete(key);
    }
}
