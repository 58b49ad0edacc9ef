import { execFileSync } from "node:child_process";
import { required } from "./playwright_options.ts";

const PROGRAM = `
import io, json, sys
sys.path.append(sys.argv[1])
from pypdf import PdfReader
pages = PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages
print(json.dumps([" ".join(page.extract_text().split()) for page in pages]))
`;

/** What stands on the pages of a PDF. */
export function pagesOf(pdf: Buffer): string[] {
    const packages = required("E2E_PYTHON_PACKAGES", "npm run test:e2e");
    const answer = execFileSync("python3", ["-c", PROGRAM, packages], { input: pdf, encoding: "utf8" });
    // Fonts draw some letters as one, such as those of "fi".
    return (JSON.parse(answer) as string[]).map((text) => text.normalize("NFKC"));
}
