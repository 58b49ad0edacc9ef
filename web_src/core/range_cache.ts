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

    /** Changes every answer in place. */
    update(change: (value: Value) => void): void {
        this.entries.forEach(change);
    }

    clear(): void {
        this.entries.clear();
    }
}
