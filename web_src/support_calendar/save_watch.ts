import { browser } from "@web/core/browser/browser";

/** Most answers come sooner: a mark before that would only flicker. */
const PATIENCE_MILLISECONDS = 400;

/** Knows which records the server takes long to save. */
export class SaveWatch {
    private readonly timers = new Map<number, number>();
    private readonly late = new Set<number>();

    /**
     * @param tell called when a record has become late
     */
    constructor(private readonly tell: (id: number) => void) {}

    isLate(id: number): boolean {
        return this.late.has(id);
    }

    /** A record is going to be saved; again, perhaps. */
    begin(id: number): void {
        if (!this.timers.has(id)) {
            const become = (): void => {
                this.late.add(id);
                this.tell(id);
            };
            this.timers.set(id, browser.setTimeout(become, PATIENCE_MILLISECONDS));
        }
    }

    /** A record has been saved, or not. */
    end(id: number): void {
        browser.clearTimeout(this.timers.get(id));
        this.timers.delete(id);
        this.late.delete(id);
    }

    stop(): void {
        [...this.timers.keys()].forEach((id) => this.end(id));
    }
}
