import { Companion } from "./companion.js";
import { ConfigError, loadConfig, type Config } from "./config.js";
import { messageOf } from "./errors/message.js";
import { createLogger } from "./log.js";

function readConfig(): Config {
    try {
        return loadConfig(process.env);
    } catch (error) {
        if (error instanceof ConfigError) {
            process.stderr.write(
                `The companion cannot start:\n${error.mistakes.map((line) => `- ${line}\n`).join("")}`,
            );
            process.exit(78); // EX_CONFIG
        }
        throw error;
    }
}

const config = readConfig();
const logger = createLogger(config.logLevel);
const companion = new Companion(config, logger);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
        if (stopping) {
            return;
        }
        stopping = true;
        logger.info({ signal }, "shutting down");
        companion.stop().then(
            () => process.exit(0),
            (error: unknown) => {
                logger.fatal({ error: messageOf(error) }, "shutdown failed");
                process.exit(1);
            },
        );
    });
}

try {
    const { port, metricsPort } = await companion.start();
    logger.info({ host: config.host, port, metricsPort, transport: config.odoo.transport }, "ready");
} catch (error) {
    logger.fatal({ error: messageOf(error) }, "start failed");
    process.exit(1);
}
