import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** Everything that `/metrics` tells. Labels have few values: never a path, a key or an address. */
export class Metrics {
    readonly registry = new Registry();

    readonly requests = new Histogram({
        name: "companion_http_request_seconds",
        help: "Requests by route, method and status, and how long they took",
        labelNames: ["route", "method", "status"] as const,
        buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        registers: [this.registry],
    });
    readonly odooCalls = new Histogram({
        name: "companion_odoo_call_seconds",
        help: "Calls to Odoo by method and outcome, and how long they took",
        labelNames: ["method", "outcome"] as const,
        buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
        registers: [this.registry],
    });
    readonly problems = new Counter({
        name: "companion_problems_total",
        help: "Answers other than success, by code",
        labelNames: ["code"] as const,
        registers: [this.registry],
    });
    readonly settledWrites = new Counter({
        name: "companion_settled_writes_total",
        help: "Writes whose answer was lost and that were looked up, by what was found",
        labelNames: ["outcome"] as const,
        registers: [this.registry],
    });
    readonly odooUp = new Gauge({
        name: "companion_odoo_up",
        help: "1 when Odoo answers, 0 when not",
        registers: [this.registry],
    });
    readonly odooShare = new Gauge({
        name: "companion_odoo_share",
        help: "Calls to Odoo that this companion may have in progress at once",
        registers: [this.registry],
    });
    readonly logBacklog = new Gauge({
        name: "companion_access_log_backlog_rows",
        help: "Rows of the access log that Odoo does not have yet",
        registers: [this.registry],
    });
    readonly logLost = new Counter({
        name: "companion_access_log_lost_total",
        help: "Rows of the access log lost because the database was down for too long",
        registers: [this.registry],
    });

    readonly mails = new Counter({
        name: "companion_mails_total",
        help: "Claimed mails by outcome: sent, known (an earlier claim had delivered it), failed (for now), refused (for good), released",
        labelNames: ["outcome"] as const,
        registers: [this.registry],
    });
    readonly mailSeconds = new Histogram({
        name: "companion_mail_delivery_seconds",
        help: "How long the mail server took for a mail",
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
        registers: [this.registry],
    });
    readonly mailUp = new Gauge({
        name: "companion_mail_up",
        help: "1 when mail is delivered, 0 when it can't be or is not this companion's task",
        registers: [this.registry],
    });
    readonly emailOverdue = new Gauge({
        name: "companion_email_overdue",
        help: "Emails to customers that should have left minutes ago, whoever delivers them, as Odoo said last",
        registers: [this.registry],
    });
    readonly emailOldest = new Gauge({
        name: "companion_email_overdue_oldest_seconds",
        help: "For how long the oldest overdue email has been due; 0 when none is",
        registers: [this.registry],
    });

    constructor() {
        collectDefaultMetrics({ register: this.registry });
    }

    /** Reports the queue in front of Odoo at the time of each scrape. */
    watchQueue(queue: { readonly running: number; readonly waiting: number }): void {
        new Gauge({
            name: "companion_odoo_queue",
            help: "Calls to Odoo in progress and waiting",
            labelNames: ["state"] as const,
            registers: [this.registry],
            collect() {
                this.set({ state: "running" }, queue.running);
                this.set({ state: "waiting" }, queue.waiting);
            },
        });
    }
}
