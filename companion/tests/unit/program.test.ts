import { describe, expect, it } from "vitest";
import { programOf } from "../../src/http/program.js";

describe("the programs that a User-Agent names", () => {
    it.each([
        [
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            "Mozilla/5.0 AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
        ],
        ["Mozilla/5.0 (X11; rv:133.0) Gecko/20100101 Firefox/133.0", "Mozilla/5.0 Gecko/20100101 Firefox/133.0"],
        ["curl/8.5.0", "curl/8.5.0"],
        ["node", "node"],
        ["", ""],
    ])("%s", (agent, program) => {
        expect(programOf(agent)).toBe(program);
    });

    it.each([
        ["shop/1.2 (+mailto:zoe@nowhere.example; (Zoe) +49 30 555)", "shop/1.2"],
        ["shop/1.2 for zoe@nowhere.example", "shop/1.2"],
        ["shop/1.2 (never closed zoe@nowhere.example", "shop/1.2"],
        ["shop/1.2 customer/zoe@nowhere.example tel/4930555774210", "shop/1.2"],
        ["Zoe Quartermain", ""],
        ["zoe@nowhere.example", ""],
        [`${"x".repeat(5_000)}/1`, ""],
    ])("nothing of a person stays: %s", (agent, program) => {
        expect(programOf(agent)).toBe(program);
    });
});
