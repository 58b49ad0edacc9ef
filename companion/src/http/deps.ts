import type { Logger } from "pino";
import type { KeyDirectory } from "../keys/directory.js";
import type { Facade, OverdueEmail } from "../odoo/facade.js";
import type { MailHealth } from "../mail/courier.js";
import type { OdooHealth } from "../odoo/monitor.js";
import type { AccessLog } from "../store/access-log.js";
import type { RateLimits } from "../store/limits.js";
import type { Metrics } from "../metrics.js";

/** All that the application is built from. */
export interface Deps {
    readonly facade: Facade;
    readonly keys: Pick<KeyDirectory, "find" | "recall" | "wasKnown">;
    readonly limits: RateLimits;
    readonly accessLog: AccessLog;
    readonly odooHealth: () => OdooHealth;
    /** Undefined where the companion delivers no mail. */
    readonly mailHealth: () => MailHealth | undefined;
    /** Undefined while Odoo has not said so lately. */
    readonly overdueEmail: () => OverdueEmail | undefined;
    /** Resolves when the companion's database takes writes. */
    readonly checkStore: () => Promise<void>;
    /** True once the process was asked to end. */
    readonly isDraining: () => boolean;
    readonly metrics: Metrics;
    readonly logger: Logger;
    /** Names this process in the access log. */
    readonly instance: string;
    readonly options: AppOptions;
}

export interface AppOptions {
    readonly publicUrl: string;
    readonly trustProxy: readonly string[];
    readonly addressLimit: number;
    readonly refusedKeyLimit: number;
    readonly bodyLimitBytes: number;
}
