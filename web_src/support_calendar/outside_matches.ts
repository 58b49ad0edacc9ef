import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import type { Range } from "../core/range_reader";
import type { UtcMinute } from "../core/units";

interface Match {
    readonly id: number;
    readonly start: UtcMinute;
}

/** What a search finds outside a period; see `support_calendar_read_outside`. */
export interface Outside {
    readonly count: number;
    /** whether there are more than that */
    readonly is_limited: boolean;
    /** the first one after the period */
    readonly next?: Match;
    /** without a next one: the last one before the period */
    readonly last?: Match;
}

export interface OutsideQuestion extends Range {
    readonly domain: readonly unknown[];
    /** the only row that counts; null where all do */
    readonly resourceId: number | null;
    /** whether what takes no time does not count */
    readonly withoutFree: boolean;
}

/** Whoever goes through periods quickly has none of them counted. */
const REST_MILLISECONDS = 300;
/** As it may look at all records, one change after the other is not followed at once. */
const CHANGE_MILLISECONDS = 1_000;

/** How much the search finds outside the period shown. Asked when there is a search only, and nobody waits for it. */
export class OutsideMatches {
    private wanted: OutsideQuestion | null = null;
    private key = "";
    private answer: Outside | null = null;
    private timer = 0;
    private isAsking = false;

    constructor(
        private readonly ask: (question: OutsideQuestion) => Promise<Outside>,
        private readonly show: () => void,
    ) {}

    /** null while it is not known */
    get known(): Outside | null {
        return this.answer;
    }

    /** @param question null: there is no search */
    want(question: OutsideQuestion | null): void {
        const key = question ? JSON.stringify(question) : "";
        if (key !== this.key) {
            this.wanted = question;
            this.key = key;
            this.answer = null;
            browser.clearTimeout(this.timer);
            this.timer = 0;
            this.askIn(REST_MILLISECONDS);
        }
    }

    /** Records have changed: they may match now, or not any more. */
    noteChanged(): void {
        this.askIn(CHANGE_MILLISECONDS);
    }

    stop(): void {
        this.want(null);
    }

    private askIn(milliseconds: number): void {
        if (this.wanted && !this.timer) {
            this.timer = browser.setTimeout(() => {
                this.timer = 0;
                void this.read();
            }, milliseconds);
        }
    }

    private async read(): Promise<void> {
        const { wanted } = this;
        if (!wanted) {
            return;
        }
        if (this.isAsking) {
            // One at a time, the last one last.
            this.askIn(REST_MILLISECONDS);
            return;
        }
        this.isAsking = true;
        try {
            const answer = await this.ask(wanted);
            if (wanted === this.wanted) {
                this.answer = answer;
                this.show();
            }
        } catch (error) {
            // The board itself says that the connection is lost, and all is read again once there is one.
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        } finally {
            this.isAsking = false;
        }
    }
}
