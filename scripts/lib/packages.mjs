// @ts-check
import { UserError } from "./errors.mjs";
import { run } from "./exec.mjs";
import { withLock } from "./lock.mjs";

/** @param {readonly string[]} names */
async function missing(names) {
    const { stdout } = await run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n", ...names]);
    const installed = new Set(
        stdout.split("\n").flatMap((line) => (line.endsWith(" installed") ? [line.split(" ")[0]] : [])),
    );
    return names.filter((name) => !installed.has(name));
}

/**
 * Installs Debian packages on this machine when they are absent.
 * @param {readonly string[]} names
 * @param {(message: string) => void} say
 */
export async function ensureDebianPackages(names, say) {
    let absent;
    try {
        absent = await missing(names);
    } catch {
        throw new UserError(
            `This needs Debian 12 or 13 (the program dpkg is not here). Use \`docker compose up\` instead.`,
        );
    }
    if (absent.length === 0) return;
    if (process.getuid?.() !== 0) {
        throw new UserError(`Installing ${absent.join(", ")} needs root. Run the command again with sudo.`);
    }
    const packages = absent;
    await withLock("apt-get", async () => {
        say(`Installing Debian packages: ${packages.join(", ")}…`);
        const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
        const wait = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2"];
        // A source of another vendor that cannot be reached must not keep Debian's packages from being installed.
        await run("apt-get", [...wait, "update", "-q"], { env });
        const args = [...wait, "install", "-q", "-y", "--no-install-recommends", ...packages];
        const result = await run("apt-get", args, { env });
        if (result.code !== 0) {
            const reasons = result.stderr
                .split("\n")
                .filter((line) => line.startsWith("E:"))
                .join("\n");
            throw new UserError(
                `The Debian packages ${packages.join(", ")} could not be installed. Check the network and ` +
                    `the machine's apt sources (\`apt-get update\`), then run the command again.\n${reasons}`,
            );
        }
    });
}
