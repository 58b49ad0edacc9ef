import { BlockList, isIP } from "node:net";

/** Adds a network (CIDR) or a single address. @returns whether it could be read */
function add(list: BlockList, network: string): boolean {
    const [base = "", bits] = network.split("/");
    const family = isIP(base);
    // Anything but digits would count as 0 bits, which are all addresses.
    if (family === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
        return false;
    }
    const longest = family === 6 ? 128 : 32;
    try {
        list.addSubnet(base, bits === undefined ? longest : Number(bits), family === 6 ? "ipv6" : "ipv4");
        return true;
    } catch {
        return false;
    }
}

/**
 * Whether an address lies in one of the networks; no network at all allows every address. One that cannot be read is told,
 * and allows nobody.
 */
export function addressFilter(
    networks: readonly string[],
    onUnreadable: (network: string) => void = () => undefined,
): (address: string) => boolean {
    if (networks.length === 0) {
        return () => true;
    }
    const list = new BlockList();
    networks.filter((network) => !add(list, network)).forEach((network) => onUnreadable(network));
    return (address) => {
        const family = isIP(address);
        return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
    };
}
