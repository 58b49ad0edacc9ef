/** Answers kept by key, the least recently used one dropped first. */
export class RangeCache<Value> {
    private readonly entries = new Map<string, Value>();

    constructor(private readonly limit: number) {}

    get(key: string): Value | undefined {
        const value = this.entries.get(key);
        if (value !== undefined) {
            this.entries.delete(key);
            this.entries.set(key, value);
        }
        return value;
    }

    has(key: string): boolean {
        return this.entries.has(key);
    }

    set(key: string, value: Value): void {
        this.entries.delete(key);
        this.entries.set(key, value);
        for (const oldest of this.entries.keys()) {
            if (this.entries.size <= this.limit) {
                break;
            }
            this.entries.delete(oldest);
        }
    }

    delete(key: string): void {
        this.entries.delete(key);
    }

    /** Changes every answer in place. */
    update(change: (value: Value) => void): void {
        this.entries.forEach(change);
    }

    /** Forgets everything but one key, if given. */
    clear(except?: string): void {
        for (const key of [...this.entries.keys()]) {
            if (key !== except) {
                this.entries.delete(key);
            }
        }
    }
}
