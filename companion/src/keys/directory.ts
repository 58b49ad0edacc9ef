import type { Facade, KeyAnswer } from "../odoo/facade.js";
import type { BoundedQueue } from "../odoo/queue.js";
import { addressFilter } from "./networks.js";

/** A key may be used for this long after Odoo was asked about it. Revocation has to hold within a second. */
const FRESH_MS = 800;
/** From this age on it is asked about again in the background, so that busy keys never wait. */
const REFRESH_MS = 500;
const MAX_ENTRIES = 5_000;

export interface ApiKey {
    readonly id: number;
    readonly scopes: ReadonlySet<string>;
    readonly requestsPerMinute: number;
    readonly bookingsPerMinute: number;
    /** Whether the key may be used from this address. */
    readonly allows: (address: string) => boolean;
}

export type Lookup =
    | { readonly known: true; readonly key: ApiKey }
    | { readonly known: false; readonly reason: "unknown" | "expired" | "revoked" };

interface Entry {
    /** When Odoo was asked, not when it answered: only then was the answer true. */
    readonly askedAt: number;
    readonly lookup: Lookup;
}

/** What Odoo knows about keys, remembered for less than a second. */
export class KeyDirectory {
    private readonly entries = new Map<string, Entry>();
    private readonly asking = new Map<string, Promise<Entry>>();

    /** Networks that were told about: once is enough, though keys are asked about every second. */
    private readonly unreadable = new Set<string>();

    constructor(
        private readonly facade: Pick<Facade, "authenticate">,
        /** Where look-ups of keys wait that Odoo is not known to have, so that guessing never gets in the way of known keys. */
        private readonly strangers: Pick<BoundedQueue, "run">,
        private readonly onUnreadable: (keyId: number, network: string) => void = () => undefined,
        private readonly now: () => number = () => performance.now(),
    ) {}

    /** The remembered answer, even if it is no longer fresh: whether Odoo once knew this key. */
    wasKnown(digest: string): boolean {
        return this.entries.get(digest)?.lookup.known ?? false;
    }

    /** Who holds the key with this digest, as far as that is known without asking and still true. */
    recall(digest: string): Lookup | undefined {
        const entry = this.entries.get(digest);
        return entry && this.now() - entry.askedAt < FRESH_MS ? entry.lookup : undefined;
    }

    /**
     * Who holds the key with this digest.
     *
     * @throws OdooError when Odoo has to be asked and does not answer, or too many unknown keys wait for that
     */
    async find(digest: string): Promise<Lookup> {
        const entry = this.entries.get(digest);
        const age = entry ? this.now() - entry.askedAt : Number.POSITIVE_INFINITY;
        if (entry && age < FRESH_MS) {
            if (age > REFRESH_MS) {
                // A failure shows when the entry is no longer fresh and somebody has to wait for the answer.
                this.ask(digest).catch(() => undefined);
            }
            return entry.lookup;
        }
        return (await this.ask(digest)).lookup;
    }

    private ask(digest: string): Promise<Entry> {
        let answer = this.asking.get(digest);
        if (!answer) {
            answer = this.authenticate(digest)
                .then((entry) => this.remember(digest, entry))
                .finally(() => this.asking.delete(digest));
            this.asking.set(digest, answer);
        }
        return answer;
    }

    private authenticate(digest: string): Promise<Entry> {
        const ask = async (): Promise<Entry> => {
            const askedAt = this.now();
            const found = await this.facade.authenticate(digest);
            return { askedAt, lookup: toLookup(found, this.tellOnce) };
        };
        return this.wasKnown(digest) ? ask() : this.strangers.run(ask);
    }

    private readonly tellOnce = (keyId: number, network: string): void => {
        const place = `${keyId} ${network}`;
        if (!this.unreadable.has(place)) {
            this.unreadable.add(place);
            this.onUnreadable(keyId, network);
        }
    };

    private remember(digest: string, entry: Entry): Entry {
        // Last in, last out: a Map keeps the order of insertion.
        this.entries.delete(digest);
        this.entries.set(digest, entry);
        if (this.entries.size > MAX_ENTRIES) {
            const oldest = this.entries.keys().next();
            if (!oldest.done) {
                this.entries.delete(oldest.value);
            }
        }
        return entry;
    }
}

function toLookup(answer: KeyAnswer, onUnreadable: (keyId: number, network: string) => void): Lookup {
    if (!answer.ok) {
        return { known: false, reason: answer.code };
    }
    const { key } = answer;
    return {
        known: true,
        key: {
            id: key.id,
            scopes: new Set(key.scopes),
            requestsPerMinute: key.requests_per_minute,
            bookingsPerMinute: key.bookings_per_minute,
            allows: addressFilter(key.allowed_networks, (network) => onUnreadable(key.id, network)),
        },
    };
}
