import { isIP } from "node:net";

/** Groups of addresses that Express knows by name. */
const NAMES = new Set(["loopback", "linklocal", "uniquelocal"]);

/** Whether Express can work with it: a name, an address, or a network as `address/bits`. */
export function isTrustedProxy(text: string): boolean {
    if (NAMES.has(text)) {
        return true;
    }
    const [address = "", bits, ...rest] = text.split("/");
    const family = isIP(address);
    if (family === 0 || address.includes("%") || rest.length > 0) {
        return false;
    }
    const longest = family === 6 ? 128 : 32;
    // All addresses (/0) would let every client choose its own.
    return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest);
}
