import { pino, type Logger } from "pino";
import type { Config } from "./config.js";

/** Structured logs on standard output. Callers log what is safe; the redaction is a net below them. */
export function createLogger(level: Config["logLevel"]): Logger {
    return pino({
        level,
        base: { service: "companion" },
        timestamp: pino.stdTimeFunctions.isoTime,
        redact: ["authorization", "*.authorization", "*.apiKey", "*.api_key", "*.password", "*.customer", "*.body"],
    });
}
