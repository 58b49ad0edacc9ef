// @ts-check
// Proves what `npm start` and `npm run stop` promise, on a stack with a folder of its own.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import assert from "node:assert/strict";
import { run } from "./lib/exec.mjs";
import { onExit, runMain } from "./lib/lifecycle.mjs";
import { lockHolder } from "./lib/lock.mjs";
import { ROOT } from "./lib/paths.mjs";
import { family, processes } from "./lib/processes.mjs";
import { runFolder } from "./lib/run-folder.mjs";

/** @typedef {import('./lib/stack-description.mjs').StackDescription} StackDescription */

/** @type {string} */
let folder;
/** @type {StackDescription} */
let stack;

/**
 * @param {string} script
 * @param {...string} args
 */
function command(script, ...args) {
    const env = { ...process.env, SUPPORT_CENTER_STACK: folder };
    return run(process.execPath, [join(ROOT, "scripts", script), ...args], { env });
}

async function start() {
    const result = await command("start.mjs", "--detach");
    assert.equal(result.code, 0, result.stdout + result.stderr);
    stack = JSON.parse(await readFile(join(folder, "stack.json"), "utf8"));
    return result.stdout;
}

/** @returns {Promise<number>} the process that runs the stack */
async function supervisor() {
    const pid = await lockHolder(folder);
    assert.ok(pid, "nobody runs the stack");
    return pid;
}

/** @param {readonly import('./lib/processes.mjs').Process[]} members */
async function untilGone(members) {
    const isAlive = () => {
        const now = new Map(processes().map(({ pid, start: since }) => [pid, since]));
        return members.filter(({ pid, start: since }) => now.get(pid) === since);
    };
    for (let tries = 0; isAlive().length > 0; tries++) {
        assert.ok(tries < 150, `still there: ${isAlive().map(({ pid }) => pid)}`);
        await delay(100);
    }
}

/**
 * @param {Response} response
 * @returns {Promise<any>} what a test then looks into
 */
async function jsonOf(response) {
    return response.json();
}

/**
 * A session in Odoo.
 * @param {{login: string, password: string}} user
 * @returns {Promise<(model: string, method: string, ...args: unknown[]) => Promise<any>>} calls a model's method
 */
async function logIn({ login, password }) {
    let cookie = "";
    /**
     * @param {string} path
     * @param {object} params
     */
    const post = async (path, params) => {
        const response = await fetch(stack.odoo.url + path, {
            method: "POST",
            headers: { "Content-Type": "application/json", Cookie: cookie },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
        });
        cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
        const { result, error } = await jsonOf(response);
        assert.equal(error, undefined, JSON.stringify(error));
        return result;
    };
    const session = await post("/web/session/authenticate", { db: stack.odoo.db, login, password });
    assert.ok(session.uid, `${login} can't log in`);
    return (model, method, ...args) => {
        return post(`/web/dataset/call_kw/${model}/${method}`, { model, method, args, kwargs: {} });
    };
}

/** @type {Array<[string, () => Promise<void>]>} */
const TESTS = [
    [
        "npm start -- --detach returns when all is ready and says where",
        async () => {
            const output = await start();
            for (const text of [stack.odoo.url, stack.mail.url, stack.companion?.url, stack.companion?.api_key]) {
                assert.ok(text && output.includes(text), `${text} is not in:\n${output}`);
            }
        },
    ],
    [
        "the demo logins are let in",
        async () => {
            for (const user of Object.values(stack.odoo.users)) await logIn(user);
        },
    ],
    [
        "the demo API key finds the demo technicians, and metrics have a port of their own",
        async () => {
            const { companion } = stack;
            assert.ok(companion);
            const response = await fetch(`${companion.url}/v1/technicians`, {
                headers: { Authorization: `Bearer ${companion.api_key}` },
            });
            assert.equal(response.status, 200);
            assert.equal((await jsonOf(response)).technicians.length, 6);
            assert.equal((await fetch(companion.metrics_url)).status, 200);
        },
    ],
    [
        "mail that Odoo sends is in the mail catcher",
        async () => {
            const call = await logIn(stack.odoo.users.admin);
            const subject = `Test ${process.pid}`;
            const values = { subject, body_html: "<p>Hello</p>", email_to: "somebody@example.com", auto_delete: false };
            const id = await call("mail.mail", "create", values);
            await call("mail.mail", "send", [id]);
            const mails = await jsonOf(await fetch(`${stack.mail.url}/email`));
            assert.ok(mails.some((/** @type {{subject: string}} */ mail) => mail.subject === subject));
        },
    ],
    [
        "npm run seed adds to what the stack shows, and npm run odoo reaches its database",
        async () => {
            const seeded = await command("seed.mjs", "--technicians", "2", "--days", "3", "--per-day", "2");
            assert.equal(seeded.code, 0, seeded.stdout + seeded.stderr);
            const call = await logIn(stack.odoo.users.manager);
            const visits = [["technician_id.login", "=like", "load.technician.%"]];
            assert.equal(await call("support.appointment", "search_count", visits), 12);
            const upgraded = await command("odoo.mjs", "--update", "support_center");
            assert.equal(upgraded.code, 0, upgraded.stdout + upgraded.stderr);
        },
    ],
    [
        "everything listens on loopback only",
        async () => {
            const members = new Set(family(await supervisor()).map(({ pid }) => pid));
            const { stdout } = await run("ss", ["-Hltnp"]);
            const lines = stdout.split("\n").filter((line) => {
                return [...line.matchAll(/pid=(\d+)/g)].some(([, pid]) => members.has(Number(pid)));
            });
            assert.ok(lines.length >= 6, stdout);
            for (const line of lines) assert.match(line, /\s127\.0\.0\.1:\d+\s/);
        },
    ],
    [
        "no file in its folder can be read by other users",
        async () => {
            // What lies in a folder that others cannot enter is out of their reach, whatever its own rights are.
            const closed = ["-type", "d", "!", "-perm", "/011", "-prune"];
            const { stdout } = await run("find", [folder, ...closed, "-o", "-type", "f", "-perm", "/044", "-print"]);
            const open = stdout.split("\n").filter(Boolean);
            assert.deepEqual(open, []);
        },
    ],
    [
        "a second start says that it runs already",
        async () => {
            const before = await supervisor();
            const result = await command("start.mjs", "--detach");
            assert.equal(result.code, 0);
            assert.match(result.stdout, /running already/);
            assert.equal(await supervisor(), before);
        },
    ],
    [
        "kill -9 of the process that runs it ends every other",
        async () => {
            const call = await logIn(stack.odoo.users.admin);
            await call("res.partner", "create", { name: "Kept after a kill" });
            const members = family(await supervisor());
            assert.ok(members.length > 8);
            process.kill(await supervisor(), "SIGKILL");
            await untilGone(members);
        },
    ],
    [
        "a start after kill -9 finds all data, and gives way where a port is busy",
        async () => {
            const before = stack;
            const port = Number(new URL(before.mail.url).port);
            const server = createServer().listen(port, "127.0.0.1");
            const output = await start().finally(() => server.close());
            assert.match(output, new RegExp(`Port ${port} is busy`));
            assert.notEqual(stack.mail.url, before.mail.url);
            assert.equal(stack.odoo.url, before.odoo.url);
            assert.deepEqual(stack.companion, before.companion);
            const call = await logIn(stack.odoo.users.admin);
            assert.equal(await call("res.partner", "search_count", [["name", "=", "Kept after a kill"]]), 1);
        },
    ],
    [
        "kill -9 of everything loses nothing either",
        async () => {
            const call = await logIn(stack.odoo.users.admin);
            await call("res.partner", "create", { name: "Kept after all were killed" });
            const members = family(await supervisor());
            for (const { pid } of members.reverse()) {
                try {
                    process.kill(pid, "SIGKILL");
                } catch {
                    // ended with one that was killed before it
                }
            }
            await untilGone(members);
            await start();
            const again = await logIn(stack.odoo.users.admin);
            assert.equal(await again("res.partner", "search_count", [["name", "=", "Kept after all were killed"]]), 1);
        },
    ],
    [
        "npm run stop leaves no process, no mount and no stack.json",
        async () => {
            const members = family(await supervisor());
            const result = await command("stop.mjs");
            assert.equal(result.code, 0, result.stderr);
            await untilGone(members);
            assert.ok(!(await readFile("/proc/self/mounts", "utf8")).includes(folder));
            assert.ok(!existsSync(join(folder, "stack.json")));
            assert.match((await command("stop.mjs")).stdout, /No stack is running/);
        },
    ],
];

runMain(async () => {
    folder = join(await runFolder(), "stack");
    onExit(() => command("stop.mjs"));
    let passed = 0;
    /** @type {string[]} */
    const failed = [];
    for (const [name, test] of TESTS) {
        const began = Date.now();
        try {
            await test();
            passed++;
            console.log(`ok     ${name} (${Math.round((Date.now() - began) / 1000)} s)`);
        } catch (error) {
            failed.push(name);
            console.log(
                `FAILED ${name}\n${String(error instanceof Error ? error.stack : error).replace(/^/gm, "    ")}`,
            );
            // Without a stack the rest would only repeat it.
            if (!existsSync(join(folder, "stack.json"))) break;
        }
    }
    if (failed.length > 0) console.log(`\nFailed:\n${failed.map((name) => `  ${name}`).join("\n")}`);
    console.log(`\n${passed} passed, ${failed.length} failed`);
    return failed.length > 0 ? 1 : 0;
});
