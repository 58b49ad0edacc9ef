/** What was done, newest last, so that it can be taken back. Bounded: the oldest step is forgotten first. */
export class UndoStack<Step> {
    private steps: Step[] = [];

    constructor(private readonly limit = 50) {}

    get size(): number {
        return this.steps.length;
    }

    get last(): Step | undefined {
        return this.steps[this.steps.length - 1];
    }

    push(step: Step): void {
        this.steps.push(step);
        if (this.steps.length > this.limit) {
            this.steps.shift();
        }
    }

    /** Takes the newest step off, for the caller to revert. */
    pop(): Step | undefined {
        return this.steps.pop();
    }

    /** Drops steps that can no longer be reverted, such as those of a record that someone else has changed since. */
    forget(isObsolete: (step: Step) => boolean): void {
        this.steps = this.steps.filter((step) => !isObsolete(step));
    }
}
