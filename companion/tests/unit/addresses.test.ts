import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { describe, expect, it } from "vitest";
import { addressSubject, plainAddress } from "../../src/http/address.js";
import { Visit } from "../../src/http/visit.js";
import { addressFilter } from "../../src/keys/networks.js";

describe("addresses", () => {
    it.each([
        ["::ffff:203.0.113.7", "203.0.113.7"],
        ["203.0.113.7", "203.0.113.7"],
        ["fe80::1%eth0", "fe80::1"],
        [undefined, ""],
        ["203.0.113.7:50123", "203.0.113.7"],
        ["[2001:db8::1]:50123", "2001:db8::1"],
        ["[2001:db8::1]", "2001:db8::1"],
        ["[::ffff:203.0.113.7]:50123", "203.0.113.7"],
        ["2001:db8::1:443", "2001:db8::1:443"],
    ])("%s is written %s", (address, plain) => {
        expect(plainAddress(address)).toBe(plain);
    });

    it.each([
        ["203.0.113.7:50123", "203.0.113.7"],
        ["[2001:db8::1]:50123", "2001:db8::1"],
        ["10.0.0.9, 203.0.113.7:50123", "203.0.113.7"],
        ["203.0.113.7, 127.0.0.1", "203.0.113.7"],
        ["unknown", "127.0.0.1"],
        ["_hidden", "127.0.0.1"],
        ["203.0.113.999:1", "127.0.0.1"],
    ])("a proxy's X-Forwarded-For: %s stands for %s", async (forwarded, address) => {
        const app = express().set("trust proxy", "loopback");
        app.use((request, response) => void response.json(new Visit(request, "", "test").address));
        const server = app.listen(0, "127.0.0.1");
        await once(server, "listening");
        try {
            const { port } = server.address() as AddressInfo;
            const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { "X-Forwarded-For": forwarded } });
            expect(await answer.json()).toBe(address);
        } finally {
            server.close();
        }
    });

    it.each([
        ["203.0.113.7", "203.0.113.7"],
        ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
        ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
        ["2001:db8::1", "2001:db8:0:0::/64"],
        ["::1", "0:0:0:0::/64"],
    ])("%s counts as %s", (address, subject) => {
        expect(addressSubject(address)).toBe(subject);
    });

    it.each([
        [[], "203.0.113.7", true],
        [["203.0.113.0/24"], "203.0.113.255", true],
        [["203.0.113.0/24"], "203.0.114.0", false],
        [["203.0.113.7"], "203.0.113.7", true],
        [["203.0.113.7"], "203.0.113.8", false],
        [["2001:db8::/32", "10.0.0.0/8"], "2001:db8:ffff::1", true],
        [["2001:db8::/32"], "2001:db9::1", false],
        [["0.0.0.0/0"], "203.0.113.7", true],
        [["203.0.113.0/24"], "", false],
    ])("%j allows %s: %s", (networks, address, allowed) => {
        expect(addressFilter(networks)(address)).toBe(allowed);
    });

    it.each(["10.0.0.0/255.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "nonsense", ""])(
        "nobody is allowed by %s, which is no network",
        (network) => {
            const unreadable: string[] = [];
            const allows = addressFilter([network], (each) => unreadable.push(each));
            expect(["10.0.0.1", "::1"].filter(allows)).toEqual([]);
            expect(unreadable).toEqual([network]);
        },
    );
});
