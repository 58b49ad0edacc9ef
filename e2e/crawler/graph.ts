/** What is known of one screen: which buttons it shows in which state, and to which state each of them led. */
export class ScreenMap {
    readonly #states = new Map<string, readonly string[]>();
    readonly #edges = new Map<string, Map<string, string>>();

    static signature(keys: readonly string[]): string {
        return [...keys].sort().join("\n");
    }

    /** @returns the state's signature */
    see(keys: readonly string[]): string {
        const signature = ScreenMap.signature(keys);
        this.#states.set(signature, keys);
        return signature;
    }

    connect(from: string, key: string, to: string): void {
        const edges = this.#edges.get(from) ?? new Map<string, string>();
        edges.set(key, to);
        this.#edges.set(from, edges);
    }

    /** Forgets where a button led, which turned out to be different. */
    disconnect(from: string, key: string): void {
        this.#edges.get(from)?.delete(key);
    }

    /** Keys that are shown in a state and for which `isWanted` holds. */
    wanted(isWanted: (key: string) => boolean): string[] {
        return [...new Set([...this.#states.values()].flat().filter(isWanted))];
    }

    /**
     * The fewest presses from a state to one that shows a wanted key; to `exact` where that is a state that can be reached.
     * @returns keys to press, in order; `null` when none is known
     */
    route(from: string, isWanted: (key: string) => boolean, exact?: string): string[] | null {
        const reached = new Map<string, string[]>([[from, []]]);
        let found: string[] | null = null;
        for (const [state, path] of reached) {
            if (state === exact) return path;
            found ??= this.#states.get(state)?.some(isWanted) ? path : null;
            if (found && exact === undefined) return found;
            for (const [key, next] of this.#edges.get(state) ?? []) {
                if (!reached.has(next)) reached.set(next, [...path, key]);
            }
        }
        return found;
    }
}
