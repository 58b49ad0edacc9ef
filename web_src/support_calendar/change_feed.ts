import type { Services } from "@odoo/services";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";

interface ChangeMessage {
    readonly model: string;
    readonly ids: readonly number[];
}

/** What becomes of other people's changes. */
export interface ChangeListener {
    /** Records have changed, told at once. */
    noteChanged(ids: readonly number[]): void;
    /** The same records a moment later, several messages at once. */
    refreshRows(ids: readonly number[]): void;
    /** Messages may have been missed, or could not be followed. */
    reload(): void;
}

const CHANNEL = "support_calendar/changed";
const DELAY_MILLISECONDS = 40;

/** Other people's changes of a model's records, as the server tells of them. */
export class ChangeFeed {
    private readonly changed = new Set<number>();
    private timer = 0;
    private isBehind = false;

    constructor(
        private readonly bus: Services["bus_service"],
        private readonly resModel: string,
        private readonly listener: ChangeListener,
    ) {}

    start(): void {
        this.bus.subscribe(CHANNEL, this.onMessage);
        this.bus.addEventListener("BUS:RECONNECT", this.catchUp);
        rpcBus.addEventListener("RPC:RESPONSE", this.onResponse);
        void this.bus.start();
    }

    stop(): void {
        this.bus.unsubscribe(CHANNEL, this.onMessage);
        this.bus.removeEventListener("BUS:RECONNECT", this.catchUp);
        rpcBus.removeEventListener("RPC:RESPONSE", this.onResponse);
        browser.clearTimeout(this.timer);
    }

    /**
     * Waits for a reading of what is shown. If the connection is lost meanwhile, Odoo says so and looks for it, and all that
     * is shown is read again once there is one: the messages may have come all the while.
     */
    async follow<Answer>(reading: Promise<Answer>): Promise<Answer> {
        try {
            return await reading;
        } catch (error) {
            this.isBehind ||= error instanceof ConnectionLostError;
            throw error;
        }
    }

    private readonly onMessage = ({ model, ids }: ChangeMessage): void => {
        if (model === this.resModel) {
            ids.forEach((id) => this.changed.add(id));
            this.listener.noteChanged(ids);
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => {
                const changed = [...this.changed];
                this.changed.clear();
                this.listener.refreshRows(changed);
            }, DELAY_MILLISECONDS);
        }
    };

    private readonly onResponse = (event: Event): void => {
        const { error } = (event as CustomEvent<{ error?: Error }>).detail;
        if (this.isBehind && !error) {
            this.catchUp();
        }
    };

    private readonly catchUp = (): void => {
        this.isBehind = false;
        this.listener.reload();
    };
}
