/** The examples of the API guide run as they stand. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { PROBLEMS } from "../../src/errors/codes.js";
import { startCompanion, type RunningCompanion } from "../support/companion.js";
import { query } from "../support/database.js";
import { stackOfTests } from "../support/stack.js";

const stack = stackOfTests();
const run = promisify(execFile);

/** How each kind of example is run: the file it is put into, and the program. */
const RUNNERS = {
    sh: { file: "example.sh", program: "bash", options: ["-eu", "-o", "pipefail"] },
    ts: { file: "example.mjs", program: process.execPath, options: [] },
    python: { file: "example.py", program: "python3", options: [] },
} as const;

describe("the API guide", () => {
    let guide: string;
    let folder: string;
    let companion: RunningCompanion;
    beforeAll(async () => {
        guide = await readFile(new URL("../../../docs/api-guide.md", import.meta.url), "utf8");
        folder = await mkdtemp(join(tmpdir(), "guide-"));
        companion = await startCompanion(stack);
    });
    afterAll(async () => {
        await companion.stop();
        await rm(folder, { recursive: true });
    });

    it.each(["sh", "ts", "python"] as const)("has a %s example that runs", async (language) => {
        const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\n\`\`\``).exec(guide) ?? [];
        expect(code).toBeTruthy();
        const { file, program, options } = RUNNERS[language];
        const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
        const runnable = language === "ts" ? transpileModule(code ?? "", { compilerOptions }).outputText : (code ?? "");
        await writeFile(join(folder, file), runnable);
        await run(program, [...options, file], {
            cwd: folder,
            timeout: 40_000,
            env: { PATH: process.env.PATH, SUPPORT_URL: companion.url, SUPPORT_KEY: stack.keys.full.secret },
        });
        const [row] = await query<{ cancelled: number }>(
            companion.databaseUrl,
            "SELECT count(*)::int AS cancelled FROM access_log WHERE route LIKE '%/cancel' AND status = 200",
        );
        expect(row?.cancelled).toBeGreaterThan(["sh", "ts", "python"].indexOf(language));
    });

    it("lists every code with its status", () => {
        for (const [code, { status }] of Object.entries(PROBLEMS)) {
            expect(guide).toMatch(new RegExp(`^\\| ${status} +\\|.*\`${code}\``, "m"));
        }
    });
});
