/** All times are in milliseconds since 1970. */

/** A connection that is back after so long was never missed: Odoo renews it every hour. */
const GRACE = 3_000;
/** Whatever may have been missed: nothing on the screen is older than this. */
const PERIOD = 2 * 60_000;
/** Between two reads for other reasons. */
const PAUSE = 30_000;

/**
 * Whether what is shown may lack other people's changes, and when to read it again.
 *
 * The server tells of changes as they are made. Its messages get lost while there is no connection, and also behind a
 * connection that works: when the server itself was cut off from its database.
 */
export class Freshness {
    /** since when nothing is known to be missing */
    private current: number;
    private triedAt: number;
    private disconnectedAt: number | null = null;
    private hasFailed = false;
    private isSuspect = false;
    private isUrgent = false;

    constructor(now: number) {
        this.current = now;
        this.triedAt = now;
    }

    noteConnected(): void {
        this.disconnectedAt = null;
    }

    noteDisconnected(now: number): void {
        this.disconnectedAt ??= now;
    }

    /**
     * Messages may have been missed.
     *
     * @param isUrgent whether they most likely have been, so that nothing is waited for
     */
    noteMissed(isUrgent: boolean): void {
        this.isSuspect = true;
        this.isUrgent ||= isUrgent;
    }

    /** What is shown is being read from now on. */
    noteTried(now: number): void {
        this.triedAt = now;
        this.isSuspect = false;
        this.isUrgent = false;
    }

    /** What was being read since {@link noteTried} is shown. */
    noteRead(): void {
        this.current = this.triedAt;
        this.hasFailed = false;
    }

    noteFailed(): void {
        this.hasFailed = true;
    }

    /** Whether it is time to read again. */
    isDue(now: number): boolean {
        if (this.isUrgent) {
            return true;
        }
        const wait = this.isSuspect || this.isCutOff ? PAUSE : PERIOD;
        return now - this.triedAt >= wait;
    }

    /** Whether messages or answers fail to come, and have for longer than it takes to connect again. */
    isLost(now: number): boolean {
        return this.hasFailed || (this.disconnectedAt !== null && now - this.disconnectedAt >= GRACE);
    }

    /** Until when everything shown is known to be as the server has it, while {@link isLost}. */
    get updatedAt(): number {
        const told = this.hasFailed ? 0 : (this.disconnectedAt ?? 0);
        return Math.max(this.current, told);
    }

    get isConnected(): boolean {
        return this.disconnectedAt === null;
    }

    private get isCutOff(): boolean {
        return this.hasFailed || !this.isConnected;
    }
}
