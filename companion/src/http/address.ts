import { isIP, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** With brackets, a port or both, as some proxies forward it. */
const WITH_PORT = /^(?:\[([^\]]*)\](?::\d+)?|(\d{1,3}(?:\.\d{1,3}){3}):\d+)$/;

/** The address as people write it: IPv4 as such, even where the socket is IPv6, and without a port. */
export function plainAddress(address: string | undefined): string {
    const given = address ?? "";
    const [, ipv6, ipv4] = WITH_PORT.exec(given) ?? [];
    const text = (ipv6 ?? ipv4 ?? given).replace(/%.*$/, "");
    return MAPPED.exec(text)?.[1] ?? text;
}

/**
 * Whose request it is.
 *
 * @param forwarded what trusted proxies say; where that is no address, quotas and networks go by the socket's
 */
export function clientAddress(forwarded: string | undefined, socket: string | undefined): string {
    const address = plainAddress(forwarded);
    return isIP(address) === 0 ? plainAddress(socket) : address;
}

/** Whom an address's quota belongs to. An IPv6 user has a /64 to choose from, so that counts as one. */
export function addressSubject(address: string): string {
    if (!isIPv6(address)) {
        return address;
    }
    const [head = "", tail = ""] = address.toLowerCase().split("::");
    const left = head === "" ? [] : head.split(":");
    const right = tail === "" ? [] : tail.split(":");
    const zeros = address.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
    const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
    return `${groups
        .slice(0, 4)
        .map((group) => group.replace(/^0+(?=.)/, ""))
        .join(":")}::/64`;
}
