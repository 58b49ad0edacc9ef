import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.js";

const VALID = {
    ODOO_URL: "https://odoo.example.org",
    ODOO_DATABASE: "odoo",
    ODOO_LOGIN: "support-companion",
    ODOO_API_KEY: "key",
    DATABASE_URL: "postgresql://companion:hunter2@localhost/companion",
};

const MAIL = {
    SMTP_HOST: "mail.example.org",
    SMTP_USER: "companion",
    SMTP_PASSWORD: "hunter2",
    DKIM_DOMAIN: "example.org",
    DKIM_SELECTOR: "visits",
    DKIM_PRIVATE_KEY: pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey),
};

function pem(key: KeyObject): string {
    return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function mistakesOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
    try {
        loadConfig(env);
    } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return (error as ConfigError).mistakes;
    }
    return [];
}

describe("the configuration", () => {
    let folder: string;
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "companion-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it("has safe defaults", () => {
        expect(loadConfig(VALID)).toMatchObject({
            host: "127.0.0.1",
            port: 8070,
            metricsHost: "127.0.0.1",
            metricsPort: 9464,
            publicUrl: "http://127.0.0.1:8070",
            trustProxy: [],
            odoo: { transport: "xmlrpc", maxConnections: undefined },
        });
    });

    it("says everything that is missing at once", () => {
        const mistakes = mistakesOf({});
        for (const name of Object.keys(VALID)) {
            expect(mistakes.filter((mistake) => mistake.startsWith(`${name} is missing`))).toHaveLength(1);
        }
        expect(mistakes).toHaveLength(5);
    });

    it("delivers mail only where a mail server is named, and never in plain text unless told to", () => {
        expect(loadConfig(VALID).mail).toBeUndefined();
        expect(loadConfig({ ...VALID, SMTP_HOST: "mail.example.org" }).mail).toMatchObject({
            port: 587,
            security: "starttls",
            user: "",
            dkim: undefined,
        });
        expect(loadConfig({ ...VALID, ...MAIL, SMTP_SECURITY: "tls" }).mail).toMatchObject({
            port: 465,
            password: "hunter2",
            dkim: { domain: "example.org", selector: "visits" },
        });
        expect(mistakesOf({ ...VALID, ...MAIL, SMTP_PASSWORD: undefined })).toEqual([
            "SMTP_PASSWORD is missing; set it to the password of SMTP_USER (or SMTP_PASSWORD_FILE to a file that holds it).",
        ]);
    });

    it.each([
        [
            "SMTP_HOST",
            "DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY are",
            { ...MAIL, SMTP_USER: "", SMTP_PASSWORD: "" },
        ],
        ["SMTP_HOST", "SMTP_USER is", { SMTP_USER: "companion" }],
        ["SMTP_HOST", "SMTP_PASSWORD is", { SMTP_PASSWORD_FILE: "/run/secrets/smtp" }],
        ["SMTP_USER", "SMTP_PASSWORD is", { ...MAIL, SMTP_USER: "" }],
        ["DKIM_DOMAIN", "DKIM_SELECTOR, DKIM_PRIVATE_KEY are", { ...MAIL, DKIM_DOMAIN: "" }],
        ["DKIM_DOMAIN", "DKIM_PRIVATE_KEY is", { SMTP_HOST: "mail.example.org", DKIM_PRIVATE_KEY_FILE: "/dkim.pem" }],
    ])("misses %s where %s set", (name, others, settings) => {
        const rest = name === "SMTP_HOST" ? { SMTP_HOST: "" } : {};
        const [mistake, ...more] = mistakesOf({ ...VALID, ...settings, ...rest });
        expect(mistake).toMatch(new RegExp(`^${name} is missing, but ${others} set; set ${name} to .+\\.$`));
        expect(more).toEqual([]);
    });

    it("takes empty settings for absent ones", () => {
        const none = Object.fromEntries(Object.keys(MAIL).map((name) => [name, ""]));
        expect(loadConfig({ ...VALID, ...none, SMTP_PASSWORD_FILE: "" }).mail).toBeUndefined();
        expect(loadConfig({ ...VALID, ...none, SMTP_HOST: "mail.example.org" }).mail).toMatchObject({ user: "" });
    });

    it("takes secrets from files", () => {
        const file = join(folder, "key");
        writeFileSync(file, "from a file\n");
        const rest = { ...VALID, ODOO_API_KEY: undefined };
        expect(loadConfig({ ...rest, ODOO_API_KEY_FILE: file }).odoo.apiKey).toBe("from a file");
        expect(mistakesOf({ ...VALID, ODOO_API_KEY_FILE: file })).toEqual([
            "ODOO_API_KEY and ODOO_API_KEY_FILE are both set; keep one of them.",
        ]);
        expect(mistakesOf({ ...rest, ODOO_API_KEY_FILE: join(folder, "none") })[0]).toContain(
            "cannot be read (ENOENT)",
        );
        writeFileSync(file, " \n");
        expect(mistakesOf({ ...rest, ODOO_API_KEY_FILE: file })[0]).toContain("is empty");
    });

    it.each([
        ["ODOO_URL", "odoo.example.org"],
        ["ODOO_URL", "ftp://odoo.example.org"],
        ["ODOO_URL", "https://odoo.example.org/?db=odoo"],
        ["DATABASE_URL", "mysql://user:hunter2@localhost/companion"],
        ["PORT", "80a"],
        ["PORT", "70000"],
        ["PORT", "9464"],
        ["PUBLIC_URL", "book.example.org"],
        ["LOG_LEVEL", "loud"],
        ["ODOO_TRANSPORT", "grpc"],
        ["ODOO_QUEUE_LIMIT", "-1"],
        ["BODY_LIMIT_BYTES", "1e6"],
        ["SMTP_PORT", "0"],
        ["SMTP_SECURITY", "ssl"],
        ["DKIM_PRIVATE_KEY", "hunter2"],
        ["DKIM_PRIVATE_KEY", pem(generateKeyPairSync("ed25519").privateKey)],
        ["DKIM_PRIVATE_KEY", pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey)],
        ["DKIM_PRIVATE_KEY", pem(generateKeyPairSync("rsa-pss", { modulusLength: 1024 }).privateKey)],
        ["DKIM_PRIVATE_KEY", pem(generateKeyPairSync("rsa", { modulusLength: 512 }).privateKey)],
        ["TRUST_PROXY", "true"],
        ["TRUST_PROXY", "1"],
        ["TRUST_PROXY", "loopback, 10.0.0.0/33"],
        ["TRUST_PROXY", "10.0.0.0/0"],
        ["TRUST_PROXY", "10.0.0/8"],
        ["TRUST_PROXY", "fe80::1%eth0"],
    ])("says in one sentence what is wrong with %s=%s", (name, value) => {
        const mistakes = mistakesOf({ ...VALID, ...MAIL, [name]: value });
        expect(mistakes).toHaveLength(1);
        expect(mistakes[0]).toMatch(new RegExp(`^${name} .*\\.$`));
        expect(mistakes[0]).not.toContain("hunter2");
    });

    it("takes only proxies that Express can work with", () => {
        const proxies = ["loopback", "linklocal", "uniquelocal", "10.0.0.1", "10.1.0.0/16", "2001:db8::/32", "::1/128"];
        const { trustProxy } = loadConfig({ ...VALID, TRUST_PROXY: `${proxies.join(" , ")},` });
        expect(trustProxy).toEqual(proxies);
        expect(() => express().set("trust proxy", trustProxy)).not.toThrow();
    });
});
