/** Configuration: read from the environment once, at start. Every mistake becomes a sentence, and all are told at once. */
import { readFileSync } from "node:fs";
import { isTrustedProxy } from "./http/trusted-proxies.js";
import { whyNotForDkim } from "./mail/dkim-key.js";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export const TRANSPORTS = ["xmlrpc", "json2"] as const;
export const SMTP_SECURITY = ["starttls", "tls", "none"] as const;

export interface Config {
    readonly host: string;
    readonly port: number;
    readonly metricsHost: string;
    readonly metricsPort: number;
    readonly publicUrl: string;
    readonly logLevel: (typeof LOG_LEVELS)[number];
    /** Proxies whose X-Forwarded-For is believed: addresses, networks or the names Express knows; none by default. */
    readonly trustProxy: readonly string[];
    readonly databaseUrl: string;
    readonly databasePoolSize: number;
    readonly odoo: OdooConfig;
    /** Requests a minute from one address, with or without a key. */
    readonly addressLimit: number;
    /** Refused keys a minute from one address, after which unknown keys are no longer looked up. */
    readonly refusedKeyLimit: number;
    readonly bodyLimitBytes: number;
    /** How long a request may take to arrive, milliseconds. */
    readonly requestTimeoutMs: number;
    /** After SIGTERM: how long requests are still taken, while `/readyz` says no and connections are closed one by one. */
    readonly drainMs: number;
    /** After SIGTERM: when to give up on requests that are still running. */
    readonly shutdownMs: number;
    readonly logRetentionDays: number;
    /** Absent: the companion delivers no mail. */
    readonly mail: MailConfig | undefined;
}

export interface MailConfig {
    readonly host: string;
    readonly port: number;
    /** `starttls`: encrypted, or not at all sent; `tls`: encrypted from the first byte; `none`: plain text. */
    readonly security: (typeof SMTP_SECURITY)[number];
    readonly user: string;
    readonly password: string;
    /** What the companion calls itself in EHLO; empty: the machine's name. */
    readonly helloName: string;
    readonly maxConnections: number;
    /** Longest wait for a connection, a greeting or a word of the server, milliseconds. */
    readonly timeoutMs: number;
    /** Longest delivery of one mail, milliseconds. */
    readonly deliveryLimitMs: number;
    /** Between two looks for due mail, milliseconds. */
    readonly pollMs: number;
    readonly dkim: DkimConfig | undefined;
}

export interface DkimConfig {
    readonly domain: string;
    readonly selector: string;
    /** PEM. */
    readonly privateKey: string;
}

export interface OdooConfig {
    readonly url: URL;
    readonly database: string;
    readonly login: string;
    readonly apiKey: string;
    readonly transport: (typeof TRANSPORTS)[number];
    /** Calls in progress at once, of all companions that share a database; undefined: found out from Odoo's workers. */
    readonly maxConnections: number | undefined;
    /** Calls that may wait for one of them; further ones are refused at once. */
    readonly queueLimit: number;
    /** Longest wait in the queue, milliseconds. */
    readonly queueWaitMs: number;
    /** Longest time for one call, milliseconds. */
    readonly timeoutMs: number;
}

/** Thrown when the environment is not usable; `mistakes` are sentences for the person who starts the service. */
export class ConfigError extends Error {
    readonly mistakes: readonly string[];

    constructor(mistakes: readonly string[]) {
        super(mistakes.join("\n"));
        this.name = "ConfigError";
        this.mistakes = mistakes;
    }
}

type Environment = Readonly<Record<string, string | undefined>>;

class Reader {
    readonly mistakes: string[] = [];

    constructor(private readonly env: Environment) {}

    /** The value of a setting or, for a secret, of the file that `NAME_FILE` points to. Empty counts as absent. */
    private raw(name: string, secret: boolean): string | undefined {
        const direct = this.env[name];
        const file = secret ? this.env[`${name}_FILE`] : undefined;
        if (direct && file) {
            this.mistakes.push(`${name} and ${name}_FILE are both set; keep one of them.`);
            return direct;
        }
        if (!file) {
            return direct || undefined;
        }
        try {
            const content = readFileSync(file, "utf8").trim();
            if (!content) {
                this.mistakes.push(`${name}_FILE points to ${file}, which is empty; put the secret into it.`);
                return "-";
            }
            return content;
        } catch (error) {
            const reason = (error as NodeJS.ErrnoException).code ?? "unknown error";
            this.mistakes.push(`${name}_FILE points to ${file}, which cannot be read (${reason}).`);
            return "-";
        }
    }

    text(name: string, what: string, fallback?: string): string {
        return this.required(name, what, this.raw(name, false) ?? fallback, false);
    }

    secret(name: string, what: string): string {
        return this.required(name, what, this.raw(name, true), true);
    }

    /** Empty when absent. */
    optional(name: string, secret = false): string {
        return this.raw(name, secret) ?? "";
    }

    /** Says that a setting is missing where others are set that mean nothing without it. */
    neededBy(name: string, what: string, others: readonly string[]): void {
        const given = others.filter((other) => this.env[other] || this.env[`${other}_FILE`]);
        if (given.length > 0) {
            const [are, them] = given.length > 1 ? ["are", "them"] : ["is", "it"];
            this.mistakes.push(
                `${name} is missing, but ${given.join(", ")} ${are} set; set ${name} to ${what}, or leave ${them} out.`,
            );
        }
    }

    private required(name: string, what: string, value: string | undefined, secret: boolean): string {
        if (value === undefined) {
            const or = secret ? ` (or ${name}_FILE to a file that holds it)` : "";
            this.mistakes.push(`${name} is missing; set it to ${what}${or}.`);
            return "";
        }
        return value;
    }

    /** Undefined when absent. */
    optionalNumber(name: string, minimum: number, maximum: number): number | undefined {
        return this.raw(name, false) === undefined ? undefined : this.number(name, minimum, minimum, maximum);
    }

    number(name: string, fallback: number, minimum: number, maximum: number): number {
        const value = this.raw(name, false);
        if (value === undefined) {
            return fallback;
        }
        const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
        if (Number.isNaN(number) || number < minimum || number > maximum) {
            this.mistakes.push(`${name} is "${value}"; set it to a whole number from ${minimum} to ${maximum}.`);
            return fallback;
        }
        return number;
    }

    choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
        const value = this.raw(name, false) ?? fallback;
        const found = choices.find((choice) => choice === value);
        if (found === undefined) {
            this.mistakes.push(`${name} is "${value}"; set it to one of ${choices.join(", ")}.`);
            return fallback;
        }
        return found;
    }

    /** A URL with one of the given protocols. The value of a secret URL is not repeated in the mistake. */
    url(name: string, what: string, protocols: readonly string[], secret = false): URL {
        const value = secret ? this.secret(name, what) : this.text(name, what);
        const url = URL.canParse(value) ? new URL(value) : undefined;
        if (url && protocols.includes(url.protocol) && url.hostname) {
            return url;
        }
        if (value && value !== "-") {
            const shown = secret ? "not usable" : `"${value}"`;
            this.mistakes.push(`${name} is ${shown}; set it to ${what}.`);
        }
        return new URL("http://invalid.invalid");
    }
}

const DKIM_DETAILS = ["DKIM_SELECTOR", "DKIM_PRIVATE_KEY"] as const;

function readMail(read: Reader): MailConfig | undefined {
    const host = read.optional("SMTP_HOST");
    if (!host) {
        read.neededBy("SMTP_HOST", "your mail server", ["SMTP_USER", "SMTP_PASSWORD", "DKIM_DOMAIN", ...DKIM_DETAILS]);
        return undefined;
    }
    const security = read.choice("SMTP_SECURITY", SMTP_SECURITY, "starttls");
    const user = read.optional("SMTP_USER");
    if (!user) {
        read.neededBy("SMTP_USER", "the user whom the password is of", ["SMTP_PASSWORD"]);
    }
    const timeoutMs = read.number("SMTP_TIMEOUT_MS", 30_000, 100, 120_000);
    return {
        host,
        port: read.number("SMTP_PORT", security === "tls" ? 465 : 587, 1, 65535),
        security,
        user,
        password: user ? read.secret("SMTP_PASSWORD", "the password of SMTP_USER") : "",
        helloName: read.optional("SMTP_HELLO_NAME"),
        maxConnections: read.number("SMTP_MAX_CONNECTIONS", 5, 1, 50),
        timeoutMs,
        deliveryLimitMs: Math.max(timeoutMs, read.number("SMTP_DELIVERY_LIMIT_MS", 120_000, 100, 300_000)),
        pollMs: read.number("MAIL_POLL_MS", 1_000, 50, 60_000),
        dkim: readDkim(read),
    };
}

function readDkim(read: Reader): DkimConfig | undefined {
    const domain = read.optional("DKIM_DOMAIN");
    if (!domain) {
        read.neededBy("DKIM_DOMAIN", "the domain that signs", DKIM_DETAILS);
        return undefined;
    }
    const selector = read.text("DKIM_SELECTOR", "the selector under which the public key is in the DNS");
    const privateKey = read.secret("DKIM_PRIVATE_KEY", "the private key in PEM form");
    const reason = privateKey && privateKey !== "-" ? whyNotForDkim(privateKey) : undefined;
    if (reason) {
        read.mistakes.push(
            `DKIM_PRIVATE_KEY ${reason}. Set it, or DKIM_PRIVATE_KEY_FILE to a file, to a private RSA key.`,
        );
    }
    return { domain, selector, privateKey };
}

function readTrustedProxies(read: Reader): string[] {
    const proxies = read
        .optional("TRUST_PROXY")
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
    const wrong = proxies.filter((proxy) => !isTrustedProxy(proxy)).map((proxy) => `"${proxy}"`);
    if (wrong.length > 0) {
        read.mistakes.push(
            `TRUST_PROXY has ${wrong.join(", ")}; list addresses or networks of your proxies, like 10.0.0.1, 10.1.0.0/16, or loopback, linklocal, uniquelocal.`,
        );
    }
    return proxies;
}

/**
 * Reads and checks the configuration.
 *
 * @throws ConfigError with one sentence for each mistake
 */
export function loadConfig(env: Environment): Config {
    const read = new Reader(env);
    const odooUrl = read.url("ODOO_URL", "the address of Odoo, like https://odoo.example.org", ["http:", "https:"]);
    if (odooUrl.search || odooUrl.hash || odooUrl.username) {
        read.mistakes.push("ODOO_URL has a query, a fragment or a password; give only protocol, host, port and path.");
    }
    const databaseUrl = read.url(
        "DATABASE_URL",
        "the companion's own PostgreSQL database, like postgresql://user:password@host:5432/companion",
        ["postgres:", "postgresql:"],
        true,
    );
    const host = read.text("HOST", "the address to listen on", "127.0.0.1");
    const port = read.number("PORT", 8070, 0, 65535);
    const metricsPort = read.number("METRICS_PORT", 9464, 0, 65535);
    if (port !== 0 && port === metricsPort) {
        read.mistakes.push(`PORT and METRICS_PORT are both ${port}; metrics need a port of their own.`);
    }
    const publicUrl = env.PUBLIC_URL || `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
    if (!/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : "")) {
        read.mistakes.push(
            `PUBLIC_URL is "${publicUrl}"; set it to the address clients use, like https://book.example.org.`,
        );
    }
    const config: Config = {
        host,
        port,
        metricsHost: read.text("METRICS_HOST", "the address to serve metrics on", "127.0.0.1"),
        metricsPort,
        publicUrl: publicUrl.replace(/\/+$/, ""),
        logLevel: read.choice("LOG_LEVEL", LOG_LEVELS, "info"),
        trustProxy: readTrustedProxies(read),
        databaseUrl: databaseUrl.href,
        databasePoolSize: read.number("DATABASE_POOL_SIZE", 8, 2, 100),
        odoo: {
            url: odooUrl,
            database: read.text("ODOO_DATABASE", "the name of Odoo's database"),
            login: read.text("ODOO_LOGIN", "the login of the companion's Odoo user"),
            apiKey: read.secret("ODOO_API_KEY", "the Odoo API key of the companion's user"),
            transport: read.choice("ODOO_TRANSPORT", TRANSPORTS, "xmlrpc"),
            maxConnections: read.optionalNumber("ODOO_MAX_CONNECTIONS", 1, 200),
            queueLimit: read.number("ODOO_QUEUE_LIMIT", 200, 0, 10_000),
            queueWaitMs: read.number("ODOO_QUEUE_WAIT_MS", 10_000, 100, 120_000),
            timeoutMs: read.number("ODOO_TIMEOUT_MS", 15_000, 500, 120_000),
        },
        addressLimit: read.number("ADDRESS_LIMIT_PER_MINUTE", 12_000, 1, 10_000_000),
        refusedKeyLimit: read.number("REFUSED_KEY_LIMIT_PER_MINUTE", 120, 1, 1_000_000),
        bodyLimitBytes: read.number("BODY_LIMIT_BYTES", 262_144, 1_024, 10_485_760),
        requestTimeoutMs: read.number("REQUEST_TIMEOUT_MS", 15_000, 1_000, 300_000),
        drainMs: read.number("DRAIN_MS", 1_000, 0, 60_000),
        shutdownMs: read.number("SHUTDOWN_MS", 30_000, 100, 300_000),
        logRetentionDays: read.number("LOG_RETENTION_DAYS", 30, 1, 3_650),
        mail: readMail(read),
    };
    if (read.mistakes.length > 0) {
        throw new ConfigError(read.mistakes);
    }
    return config;
}
