/** More that are missing at once say no more than this many. */
const MAX_MISSING = 100;

/** Messages are numbered without a gap; they may come in another order than they were numbered. */
export class MessageNumbers {
    private last = 0;
    private readonly missing = new Set<number>();

    /** A message has come. The first one may have any number. */
    note(number: number): void {
        this.missing.delete(number);
        if (this.last > 0) {
            const first = Math.max(this.last + 1, number - MAX_MISSING);
            for (let between = first; between < number; between++) {
                this.missing.add(between);
            }
        }
        this.last = Math.max(this.last, number);
    }

    /** Whether there are numbers that no message has come with. */
    get hasGap(): boolean {
        return this.missing.size > 0;
    }

    /** What is missing is not waited for any longer. */
    closeGap(): void {
        this.missing.clear();
    }
}
