// @ts-check
import { UserError } from "./errors.mjs";

/** The oldest Node that the npm packages run on. */
const NODE = [20, 19];

/**
 * @param {string} version as in process.versions.node
 * @param {string} platform as in process.platform
 * @throws {UserError} when the scripts can't work here
 */
export function checkPlatform(version = process.versions.node, platform = process.platform) {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = NODE;
    if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
        throw new UserError(`This is Node ${version}. Install Node ${NODE.join(".")} or a later one, and try again.`);
    }
    if (platform !== "linux") {
        throw new UserError(`The scripts run on Debian 12 or 13, not on ${platform}. Use \`docker compose up\` here.`);
    }
}
