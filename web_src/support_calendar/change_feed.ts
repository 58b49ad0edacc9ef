import type { Services } from "@odoo/services";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";
import { Freshness } from "../core/freshness";
import { MessageNumbers } from "../core/message_numbers";

interface ChangeMessage {
    readonly model: string;
    readonly ids: readonly number[];
    /** of the message, where all that are sent reach this user */
    readonly number?: number;
}

/** What becomes of other people's changes. */
export interface ChangeListener {
    /** Records have changed, told at once. */
    noteChanged(ids: readonly number[]): void;
    /** The same records a moment later, several messages at once. */
    refreshRows(ids: readonly number[]): void;
    /**
     * Reads all that is shown again, without a word: messages may have been missed, or could not be followed.
     *
     * @returns false where it is not shown, as the user has gone on meanwhile
     */
    reload(): Promise<boolean>;
    /** Whether the user is in the middle of something that other data would disturb. */
    isBusy(): boolean;
    /** {@link ChangeFeed.lostSince} is another now. */
    showConnection(): void;
}

const CHANNEL = "support_calendar/changed";
const DELAY_MILLISECONDS = 40;
/** A message that is overtaken by the next one is not long in coming. */
const GAP_MILLISECONDS = 3_000;
const LOOK_MILLISECONDS = 5_000;
const MINUTE = 60_000;

/**
 * Other people's changes of a model's records, as the server tells of them. Whenever messages may have been missed, all that is
 * shown is read again: once there is a connection again, when a message is missing, when the user comes back, and every few
 * minutes.
 */
export class ChangeFeed {
    private readonly changed = new Set<number>();
    private readonly numbers = new MessageNumbers();
    private readonly freshness = new Freshness(Date.now());
    private timer = 0;
    private gapTimer = 0;
    private lookTimer = 0;
    private isBehind = false;
    private shownLostSince: number | null = null;

    constructor(
        private readonly bus: Services["bus_service"],
        private readonly resModel: string,
        private readonly listener: ChangeListener,
    ) {}

    start(): void {
        this.bus.subscribe(CHANNEL, this.onMessage);
        this.bus.addEventListener("BUS:CONNECT", this.onConnect);
        this.bus.addEventListener("BUS:RECONNECT", this.onConnect);
        this.bus.addEventListener("BUS:DISCONNECT", this.onDisconnect);
        rpcBus.addEventListener("RPC:RESPONSE", this.onResponse);
        browser.addEventListener("focus", this.onReturn);
        document.addEventListener("visibilitychange", this.onReturn);
        this.lookTimer = browser.setInterval(() => this.look(), LOOK_MILLISECONDS);
        if (this.bus.workerState === "DISCONNECTED") {
            this.freshness.noteDisconnected(Date.now());
        }
        void this.bus.start();
    }

    stop(): void {
        this.bus.unsubscribe(CHANNEL, this.onMessage);
        this.bus.removeEventListener("BUS:CONNECT", this.onConnect);
        this.bus.removeEventListener("BUS:RECONNECT", this.onConnect);
        this.bus.removeEventListener("BUS:DISCONNECT", this.onDisconnect);
        rpcBus.removeEventListener("RPC:RESPONSE", this.onResponse);
        browser.removeEventListener("focus", this.onReturn);
        document.removeEventListener("visibilitychange", this.onReturn);
        browser.clearInterval(this.lookTimer);
        browser.clearTimeout(this.timer);
        browser.clearTimeout(this.gapTimer);
    }

    /**
     * While nothing is heard from the server: until when all that is shown is known to be as the server has it, a full minute in
     * milliseconds since 1970. Otherwise null.
     */
    get lostSince(): number | null {
        const { updatedAt } = this.freshness;
        return this.freshness.isLost(Date.now()) ? updatedAt - (updatedAt % MINUTE) : null;
    }

    /**
     * Waits for a reading of what is shown. If the connection is lost meanwhile, Odoo says so and looks for it, and all that
     * is shown is read again once there is one: the messages may have come all the while.
     */
    async follow<Answer>(reading: Promise<Answer>): Promise<Answer> {
        try {
            return await reading;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.isBehind = true;
                this.freshness.noteFailed();
                this.showConnection();
            }
            throw error;
        }
    }

    /** Waits for the first reading, or that of another search; see {@link follow}. */
    async followAll(reading: Promise<void>): Promise<void> {
        this.freshness.noteTried(Date.now());
        await this.follow(reading);
        this.freshness.noteRead();
        this.showConnection();
    }

    private readonly onMessage = ({ model, ids, number }: ChangeMessage): void => {
        if (model === this.resModel) {
            ids.forEach((id) => this.changed.add(id));
            this.listener.noteChanged(ids);
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => {
                const changed = [...this.changed];
                this.changed.clear();
                this.listener.refreshRows(changed);
            }, DELAY_MILLISECONDS);
            if (number !== undefined) {
                this.noteNumber(number);
            }
        }
    };

    private noteNumber(number: number): void {
        this.numbers.note(number);
        browser.clearTimeout(this.gapTimer);
        if (this.numbers.hasGap) {
            this.gapTimer = browser.setTimeout(() => {
                this.numbers.closeGap();
                this.freshness.noteMissed(false);
                this.look();
            }, GAP_MILLISECONDS);
        }
    }

    /** The first connection is none that was lost. */
    private readonly onConnect = ({ type }: Event): void => {
        const wasLost = type === "BUS:RECONNECT" || !this.freshness.isConnected;
        this.freshness.noteConnected();
        if (wasLost) {
            this.freshness.noteMissed(true);
        }
        this.look();
    };

    private readonly onDisconnect = (): void => {
        this.freshness.noteDisconnected(Date.now());
    };

    private readonly onResponse = (event: Event): void => {
        const { error } = (event as CustomEvent<{ error?: Error }>).detail;
        if (this.isBehind && !error) {
            this.isBehind = false;
            this.freshness.noteMissed(true);
            this.look();
        }
    };

    private readonly onReturn = (): void => {
        this.freshness.noteMissed(false);
        this.look();
    };

    /** Reads again if it is time to. Nothing is read for somebody who does not look; it is when they do. */
    private look(): void {
        const isWanted = document.visibilityState === "visible" && !this.listener.isBusy();
        if (isWanted && this.freshness.isDue(Date.now())) {
            void this.catchUp();
        }
        this.showConnection();
    }

    private async catchUp(): Promise<void> {
        this.freshness.noteTried(Date.now());
        try {
            if (await this.follow(this.listener.reload())) {
                this.freshness.noteRead();
            } else {
                this.freshness.noteMissed(true);
            }
        } catch {
            // Nobody has asked for it: the board says how old it is, and it is tried again.
            this.freshness.noteFailed();
        }
        this.showConnection();
    }

    private showConnection(): void {
        const { lostSince } = this;
        if (lostSince !== this.shownLostSince) {
            this.shownLostSince = lostSince;
            this.listener.showConnection();
        }
    }
}
