import type { Facade } from "./facade.js";
import { messageOf } from "../errors/message.js";
import { SCHEMA_VERSION } from "./facade.js";
import { OdooError } from "./transport.js";

const PING_TIMEOUT_MS = 3_000;
const INTERVAL_UP_MS = 2_000;
const INTERVAL_DOWN_MS = 500;
/** After this many pings without an answer Odoo counts as down. A refused connection counts at once. */
const PATIENCE = 2;

export type OdooHealth = { readonly up: true } | { readonly up: false; readonly reason: string };

/**
 * Knows whether Odoo answers, so that requests need not find out by waiting.
 *
 * An Odoo that refuses connections fails requests at once without this; one that hangs would hold each of them for the whole
 * time-out.
 */
export class OdooMonitor {
    private current: OdooHealth = { up: false, reason: "Odoo has not answered yet" };
    private failures = 0;
    private currentWorkers = 0;
    private timer: NodeJS.Timeout | undefined;
    private stopped = false;

    constructor(
        private readonly facade: Facade,
        private readonly onChange: (health: OdooHealth) => void,
    ) {}

    get health(): OdooHealth {
        return this.current;
    }

    /** Odoo's worker processes as of its last answer; 0: threads in one process. */
    get workers(): number {
        return this.currentWorkers;
    }

    /** Asks once, then again and again until stopped. */
    async start(): Promise<void> {
        await this.check();
        this.schedule();
    }

    stop(): void {
        this.stopped = true;
        clearTimeout(this.timer);
    }

    private schedule(): void {
        if (this.stopped) {
            return;
        }
        const delay = this.current.up ? INTERVAL_UP_MS : INTERVAL_DOWN_MS;
        this.timer = setTimeout(() => {
            void this.check().then(() => this.schedule());
        }, delay);
        this.timer.unref();
    }

    private async check(): Promise<void> {
        try {
            const { schema_version: version, workers } = await this.facade.ping(PING_TIMEOUT_MS);
            this.failures = 0;
            this.currentWorkers = workers;
            this.become(
                version === SCHEMA_VERSION
                    ? { up: true }
                    : {
                          up: false,
                          reason: `Support Center in Odoo speaks version ${version} of the facade, the companion ${SCHEMA_VERSION}: update the older one`,
                      },
            );
        } catch (error) {
            this.failures++;
            const certain = error instanceof OdooError && error.kind !== "interrupted";
            if (certain || this.failures >= PATIENCE) {
                this.become({ up: false, reason: messageOf(error) });
            }
        }
    }

    private become(health: OdooHealth): void {
        const changed =
            health.up !== this.current.up || (!health.up && !this.current.up && health.reason !== this.current.reason);
        this.current = health;
        if (changed) {
            this.onChange(health);
        }
    }
}
