import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;

/** What is in a zip, by name. It is read as programs read it: from the directory at its end. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
    let end = bytes.length - 22;
    while (end >= 0 && bytes.readUInt32LE(end) !== END) end--;
    if (end < 0) throw new Error("this is no zip");
    const files = new Map<string, Buffer>();
    let at = bytes.readUInt32LE(end + 16);
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
        if (bytes.readUInt32LE(at) !== ENTRY) throw new Error("the zip's directory is broken");
        const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
        const name = bytes.toString("utf8", at + 46, at + 46 + (nameLength ?? 0));
        const header = bytes.readUInt32LE(at + 42);
        const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
        const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
        files.set(name, bytes.readUInt16LE(at + 10) === STORED ? packed : inflateRawSync(packed));
        at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
    }
    return files;
}
