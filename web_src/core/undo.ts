/** What was done, newest last, so that it can be taken back. Bounded: the oldest step is forgotten first. */
export class UndoStack<Step> {
    private readonly steps: Step[] = [];

    constructor(private readonly limit = 50) {}

    get size(): number {
        return this.steps.length;
    }

    /** The newest step. */
    get last(): Step | undefined {
        return this.steps.at(-1);
    }

    push(step: Step): void {
        this.steps.push(step);
        if (this.steps.length > this.limit) {
            this.steps.shift();
        }
    }

    forEach(visit: (step: Step) => void): void {
        this.steps.forEach(visit);
    }

    /** Takes the newest step off, for the caller to revert. */
    pop(): Step | undefined {
        return this.steps.pop();
    }
}
