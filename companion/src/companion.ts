/** The whole service: everything that `main.ts` starts and stops, and that tests start several of. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Server } from "node:http";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { createApp } from "./app.js";
import type { Config, MailConfig } from "./config.js";
import { messageOf } from "./errors/message.js";
import type { Deps } from "./http/deps.js";
import { messagesOf } from "./http/messages.js";
import { enterUnread } from "./http/unread.js";
import { closeGracefully, createHttpServer, listen } from "./http/server.js";
import { KeyDirectory } from "./keys/directory.js";
import { Metrics } from "./metrics.js";
import { metricsListener } from "./http/metrics.js";
import { Courier, type MailHealth } from "./mail/courier.js";
import { PostgresMailJournal } from "./mail/journal.js";
import { OverdueWatch } from "./mail/overdue.js";
import { SmtpServer } from "./mail/smtp.js";
import { shareOf, totalCapacity } from "./odoo/capacity.js";
import { Facade } from "./odoo/facade.js";
import { Json2Transport } from "./odoo/json2/client.js";
import { OdooMonitor } from "./odoo/monitor.js";
import { BoundedQueue, type QueueLimits } from "./odoo/queue.js";
import type { OdooTransport } from "./odoo/transport.js";
import { XmlRpcTransport } from "./odoo/xmlrpc/client.js";
import { PostgresAccessLog } from "./store/access-log.js";
import { Instances } from "./store/instances.js";
import { PostgresRateLimits } from "./store/limits.js";
import { PostgresErasures } from "./store/erasures.js";
import { LogPurge } from "./store/log-purge.js";
import { LogShipper } from "./store/log-shipper.js";
import { migrate } from "./store/migrate.js";
import { DatabaseUnavailable } from "./store/own-connection.js";
import { createPool } from "./store/pool.js";
import { WriteCheck } from "./store/write-check.js";
import { VERSION } from "./version.js";

/** Sockets beyond the queue's: for known keys, look-ups of writes, mail and the access log. */
const CONTROL_SOCKETS = 2;
/** Look-ups of keys that Odoo is not known to have: at once, waiting, and for how long. */
const STRANGERS: QueueLimits = { concurrency: 1, waiting: 100, waitMs: 3_000 };
const SWEEP_MS = 60_000;
/** How often companions look who else shares Odoo with them. */
const SHARE_MS = 5_000;
const STORE_RETRY_MS = 1_000;
const STORE_PATIENCE_MS = 60_000;

function socketsFor(share: number): number {
    return share + CONTROL_SOCKETS + STRANGERS.concurrency;
}

function createTransport({ odoo }: Config): OdooTransport {
    // Nobody has said yet how much of Odoo is free to use.
    const sockets = socketsFor(1);
    return odoo.transport === "json2" ? new Json2Transport(odoo, sockets) : new XmlRpcTransport(odoo, sockets);
}

export class Companion {
    readonly metrics = new Metrics();
    /** Names this process in the access log. */
    readonly instance = `${hostname()}-${randomBytes(3).toString("hex")}`;
    private readonly pool: Pool;
    private readonly transport: OdooTransport;
    private readonly monitor: OdooMonitor;
    private readonly accessLog: PostgresAccessLog;
    private readonly limits: PostgresRateLimits;
    private readonly instances: Instances;
    private readonly queue: BoundedQueue;
    private readonly shipper: LogShipper;
    private readonly purge: LogPurge;
    private readonly overdue: OverdueWatch;
    private readonly courier: Courier | undefined;
    private readonly server: Server;
    private readonly metricsServer: Server;
    private sweeper: NodeJS.Timeout | undefined;
    private sharer: NodeJS.Timeout | undefined;
    private draining = false;

    constructor(
        private readonly config: Config,
        private readonly logger: Logger,
    ) {
        const { metrics, instance } = this;
        this.pool = createPool(config.databaseUrl, config.databasePoolSize, (error) =>
            logger.warn({ error: error.message }, "a connection to the database broke"),
        );
        this.transport = createTransport(config);
        this.instances = new Instances(this.pool, instance);
        const queue = new BoundedQueue({
            concurrency: 1,
            waiting: config.odoo.queueLimit,
            waitMs: config.odoo.queueWaitMs,
        });
        this.queue = queue;
        metrics.watchQueue(queue);
        const facade = new Facade(this.transport, queue, {
            timeoutMs: config.odoo.timeoutMs,
            health: () => this.monitor.health,
            observe: (method, outcome, seconds) => metrics.odooCalls.observe({ method, outcome }, seconds),
        });
        this.monitor = new OdooMonitor(facade, (health) => {
            metrics.odooUp.set(health.up ? 1 : 0);
            if (health.up) {
                logger.info("Odoo answers");
            } else {
                logger.error({ reason: health.reason }, "Odoo is not available");
            }
        });
        this.accessLog = new PostgresAccessLog(this.pool, (count) => {
            metrics.logLost.inc(count);
            logger.error({ count }, "access log entries were lost: the database was down for too long");
        });
        this.limits = new PostgresRateLimits(this.pool);
        this.courier = config.mail && this.createCourier(config.mail, facade);
        this.overdue = new OverdueWatch(metrics);
        this.shipper = new LogShipper(this.pool, facade, new PostgresErasures(this.pool), {
            instance,
            version: VERSION,
            mail: () => describeMail(this.mailHealth),
            onRecorded: ({ overdue_email: overdue }) => overdue && this.overdue.note(overdue),
            onError: (error) => logger.warn({ error: messageOf(error) }, "access log is not shipped"),
            onBacklog: (rows) => metrics.logBacklog.set(rows),
        });
        this.purge = new LogPurge(this.pool, {
            retentionDays: config.logRetentionDays,
            onError: (error) => logger.warn({ error: messageOf(error) }, "access log is not purged"),
        });
        const writeCheck = new WriteCheck(this.pool);
        const deps: Deps = {
            facade,
            keys: new KeyDirectory(facade, new BoundedQueue(STRANGERS), (keyId, network) =>
                logger.error({ key_id: keyId, network }, "a network of an API key cannot be read; it allows nobody"),
            ),
            limits: this.limits,
            accessLog: this.accessLog,
            odooHealth: () => this.monitor.health,
            mailHealth: () => this.mailHealth,
            overdueEmail: () => this.overdue.current,
            checkStore: () => writeCheck.check(),
            isDraining: () => this.draining,
            metrics,
            logger,
            instance,
            options: config,
        };
        const app = createApp(deps);
        const { requestTimeoutMs } = config;
        this.server = createHttpServer(app, {
            requestTimeoutMs,
            messages: messagesOf(app),
            enterUnread: (request) => enterUnread(request, deps),
        });
        this.metricsServer = createHttpServer(
            metricsListener(metrics, (error, requestId) =>
                logger.error({ request_id: requestId, error: messageOf(error) }, "metrics cannot be served"),
            ),
            { requestTimeoutMs },
        );
    }

    /**
     * Migrates, listens and begins to work. Odoo may be down meanwhile; the database has to come up within a minute.
     *
     * @returns the ports that are listened on
     */
    async start(): Promise<{ port: number; metricsPort: number }> {
        await this.migrateWhenUp();
        await this.monitor.start();
        await this.shareOdoo();
        this.sharer = setInterval(() => void this.shareOdoo(), SHARE_MS);
        this.sharer.unref();
        this.shipper.start();
        this.purge.start();
        this.courier?.start();
        this.sweeper = setInterval(() => void this.sweep(), SWEEP_MS);
        this.sweeper.unref();
        const metricsPort = await listen(this.metricsServer, this.config.metricsPort, this.config.metricsHost);
        const port = await listen(this.server, this.config.port, this.config.host);
        return { port, metricsPort };
    }

    /** Undefined where no mail is delivered. Its reason is for people who run the service only. */
    get mailHealth(): MailHealth | undefined {
        return this.courier?.health;
    }

    /** Finishes what was begun, then lets go of everything. */
    async stop(): Promise<void> {
        this.draining = true;
        await sleep(this.config.drainMs);
        await Promise.all([
            closeGracefully(this.server, this.config.shutdownMs),
            this.courier?.stop(this.config.shutdownMs),
        ]);
        this.monitor.stop();
        clearInterval(this.sweeper);
        clearInterval(this.sharer);
        await Promise.all([this.shipper.stop(), this.purge.stop()]);
        await this.accessLog.settle().catch((error: unknown) => {
            this.logger.error({ error: messageOf(error) }, "access log is incomplete");
        });
        await this.instances.leave().catch((error: unknown) => {
            this.logger.warn({ error: messageOf(error) }, "the other companions will notice that this one has gone");
        });
        await closeGracefully(this.metricsServer, 1_000);
        this.transport.close();
        await this.pool.end();
    }

    private createCourier(mail: MailConfig, facade: Facade): Courier {
        return new Courier(
            facade,
            new SmtpServer(mail),
            new PostgresMailJournal(this.pool),
            this.metrics,
            this.logger,
            { ...mail, concurrency: mail.maxConnections },
        );
    }

    /** Takes this companion's part of what Odoo can work on; keeps it while the database is down. */
    private async shareOdoo(): Promise<void> {
        try {
            const names = await this.instances.beat();
            const total = totalCapacity(this.config.odoo.maxConnections, this.monitor.workers);
            const share = shareOf(total, names, this.instance);
            this.queue.resize(share);
            this.transport.resize(socketsFor(share));
            this.metrics.odooShare.set(share);
        } catch (error) {
            this.logger.warn({ error: messageOf(error) }, "companions cannot see each other");
        }
    }

    private async sweep(): Promise<void> {
        try {
            await this.limits.sweep();
            await this.accessLog.retryBacklog();
        } catch (error) {
            this.logger.warn({ error: messageOf(error) }, "clean-up failed");
        }
    }

    private async migrateWhenUp(): Promise<void> {
        const deadline = Date.now() + STORE_PATIENCE_MS;
        for (;;) {
            try {
                const applied = await migrate(this.config.databaseUrl);
                applied.forEach((name) => this.logger.info({ name }, "migration applied"));
                return;
            } catch (error) {
                if (Date.now() > deadline || !(error instanceof DatabaseUnavailable)) {
                    throw error;
                }
                this.logger.warn({ error: error.message }, "waiting for the database");
                await sleep(STORE_RETRY_MS);
            }
        }
    }
}

function describeMail(health: MailHealth | undefined): string {
    if (!health) {
        return "";
    }
    return health.ok ? "ready" : health.reason;
}
