// @ts-check
import { expect, it } from "vitest";
import { hostCommand, startService } from "../lib/service.mjs";

it("ends what a wrapper script runs, not only the script", async () => {
    let output = "";
    /** @type {(value?: unknown) => void} */
    let started;
    const ready = new Promise((resolve) => (started = resolve));
    const script = "echo ready; sleep 60; echo still here";
    const service = startService(hostCommand(["sh", "-c", script]), (text) => {
        output += text;
        started();
    });
    await ready;
    await service.stop("SIGTERM", 5_000);
    expect(output).toBe("ready\n");
});

it("kills what does not end by itself", async () => {
    /** @type {(value?: unknown) => void} */
    let started;
    const ready = new Promise((resolve) => (started = resolve));
    const script = "trap '' TERM; echo ready; while true; do sleep 1; done";
    const service = startService(hostCommand(["sh", "-c", script]), () => started());
    await ready;
    expect(await service.stop("SIGTERM", 200)).toBe(128);
});
