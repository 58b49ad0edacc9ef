/** Python's own XML-RPC parser, as Odoo uses it, kept running and fed line by line. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

const PROGRAM = `
import base64, json, sys, xmlrpc.client

def plain(value):
    if isinstance(value, xmlrpc.client.Binary):
        return value.data.decode()
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return value

for line in sys.stdin:
    params, method = xmlrpc.client.loads(base64.b64decode(line), use_datetime=True)
    print(json.dumps({"method": method, "params": plain(params)}), flush=True)
`;

export interface ParsedCall {
    readonly method: string;
    readonly params: unknown[];
}

export class PythonXmlRpc {
    private readonly process: ChildProcessWithoutNullStreams = spawn("python3", ["-c", PROGRAM]);
    private readonly lines = createInterface(this.process.stdout)[Symbol.asyncIterator]();

    /** What Python makes of a call. */
    async parse(xml: string): Promise<ParsedCall> {
        this.process.stdin.write(`${Buffer.from(xml, "utf8").toString("base64")}\n`);
        const line: IteratorResult<string, undefined> = await this.lines.next();
        if (line.done) {
            throw new Error("Python's parser refused the call");
        }
        return JSON.parse(line.value) as ParsedCall;
    }

    close(): void {
        this.process.stdin.end();
    }
}
