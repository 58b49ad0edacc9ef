// @ts-check
// No Docker engine is needed: what can be wrong in the file without one is looked for here.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../lib/paths.mjs";

/**
 * @typedef {object} Service
 * @property {string} [image]
 * @property {{context: string, dockerfile: string}} [build]
 * @property {Record<string, string>} [environment]
 * @property {string[]} [volumes]
 * @property {string[]} [ports]
 * @property {Record<string, {condition: string}>} [depends_on]
 * @property {{test: string[]}} [healthcheck]
 * @property {string[]} [command]
 * @property {string} [restart]
 */

/** @type {{services: Record<string, Service>, volumes: Record<string, unknown>}} */
const compose = parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8"), { merge: true });
const services = Object.entries(compose.services);

test("it has the parts that npm start has", () => {
    expect(Object.keys(compose.services).sort()).toEqual(["companion", "mail", "odoo", "postgres", "proxy", "setup"]);
    expect(compose.services.odoo?.image).toBe("odoo:19");
    expect(compose.services.postgres?.image).toMatch(/^postgres:\d+$/);
});

test.each(services)("%s: every folder and file it mounts or builds from is there", (_name, { volumes = [], build }) => {
    for (const volume of volumes) {
        const [from = ""] = volume.split(":");
        if (from.startsWith(".")) expect(existsSync(join(ROOT, from)), from).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(from);
    }
    if (build) expect(existsSync(join(ROOT, build.context, build.dockerfile))).toBe(true);
});

test.each(services)("%s: listens on loopback only", (_name, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test.each(services)("%s: waits for parts that exist and can be waited for", (_name, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(compose.services).toHaveProperty(name);
        if (condition === "service_healthy") expect(compose.services[name]).toHaveProperty("healthcheck");
    }
});

test("Odoo has workers behind a proxy that knows the websocket's port, and all come back after a fall", () => {
    const { odoo, proxy } = compose.services;
    const command = odoo?.command ?? [];
    expect(command.find((argument) => argument.startsWith("--workers="))).toMatch(/=[2-9]$/);
    expect(command).toContain("--proxy-mode");
    expect([odoo?.ports, proxy?.ports]).toEqual([undefined, ["127.0.0.1:8069:8069"]]);
    const nginx = readFileSync(join(ROOT, "scripts/docker/nginx.conf"), "utf8");
    expect(nginx).toMatch(/location \/websocket \{\s+proxy_pass http:\/\/odoo-websocket;/);
    expect(nginx).toMatch(/upstream odoo-websocket \{\s+server odoo:8072;/);
    for (const name of ["postgres", "odoo", "proxy", "companion"]) {
        expect(compose.services[name]?.restart, name).toBe("unless-stopped");
    }
});

test("the companion is given settings that it has, and its login is the one that Odoo makes", () => {
    const config = readFileSync(join(ROOT, "companion/src/config.ts"), "utf8");
    const environment = compose.services.companion?.environment ?? {};
    for (const name of Object.keys(environment)) expect(config).toContain(name.replace(/_FILE$/, ""));
    const wizard = readFileSync(join(ROOT, "support_center/wizard/support_api_wizards.py"), "utf8");
    expect(wizard).toContain(`COMPANION_LOGIN = "${environment.ODOO_LOGIN}"`);
});
