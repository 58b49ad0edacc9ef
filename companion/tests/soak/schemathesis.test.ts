/** Schemathesis makes requests from the OpenAPI document, right and wrong ones, and holds the answers against it. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { expectSound } from "../support/invariants.js";
import { stackOfTests } from "../support/stack.js";

/** Not missing_required_header: it does not know that 428 is the answer to a missing If-Match (RFC 6585). */
const CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
];
const EXAMPLES = process.env.SOAK_EXAMPLES ?? "100";

function run(program: string, args: readonly string[], cwd: string): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, { cwd });
        let output = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, output }));
    });
}

describe("requests made from the OpenAPI document", () => {
    const stack = stackOfTests();
    let companion: RunningCompanion;
    /** Schemathesis keeps what it found where it runs. */
    let folder: string;
    beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "schemathesis-"));
        companion = await startCompanion(stack);
    });
    afterAll(async () => {
        await expectSound(stack, companion.databaseUrl);
        await companion.stop();
        await rm(folder, { recursive: true });
    });

    it.each(["full", "slots_only"] as const)("get the answers that it promises, with the key %s", async (name) => {
        const args = [
            "run",
            `${companion.url}/openapi.json`,
            ...["--header", `Authorization: Bearer ${stack.keys[name].secret}`],
            ...["--checks", CHECKS.join(",")],
            ...["--max-examples", EXAMPLES],
            // Odoo takes its time; that is what the benchmark is about.
            ...["--suppress-health-check", "all", "--request-timeout", "30"],
            ...["--phases", "examples,coverage,fuzzing,stateful", "--no-color"],
        ];
        const { code, output } = await run(process.env.TEST_FUZZER ?? "schemathesis", args, folder);
        expect(code, output).toBe(0);
        expect(output).toMatch(/Tested: [1-9]/);
    });
});
