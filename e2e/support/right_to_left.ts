import type { BrowserContext } from "@playwright/test";
import rtlcss from "rtlcss";
import { expect } from "./test.ts";
import type { Odoo } from "./odoo.ts";

/** Style sheets of languages written from right to left. */
const MIRRORED = /(?<bundle>\/web\/assets\/.*)\.rtl\.min\.css$/;

/**
 * Mirrors style sheets as Odoo does on servers that have rtlcss. Others, such as the one of the journeys, send them as they are.
 * What Odoo's rtlcss.json says is what rtlcss does by itself.
 * @returns names of the bundles that were mirrored, so far
 */
export async function mirrorStyles(context: BrowserContext): Promise<readonly string[]> {
    const mirrored: string[] = [];
    await context.route(MIRRORED, async (route) => {
        const { bundle } = MIRRORED.exec(route.request().url())!.groups as { bundle: string };
        // Made anew from the other direction's, so that a server that has rtlcss is no exception.
        const address = new URL(
            bundle.replace(/\/assets\/[^/]+\//, "/assets/any/") + ".min.css",
            route.request().url(),
        );
        const response = await route.fetch({ url: address.href });
        expect(response.ok(), address.href).toBe(true);
        mirrored.push(bundle.replace(/.*\//, ""));
        await route.fulfill({ response, body: rtlcss.process(await response.text()) });
    });
    return mirrored;
}

/** Does something while a user's language is Hebrew. Who is logged in already notices when they log in again. */
export async function inHebrew(admin: Odoo, user: number, act: () => Promise<void>): Promise<void> {
    const language = await admin.find("res.lang", [["code", "=", "he_IL"]]);
    const wizard = await admin.create("base.language.install", { lang_ids: [[6, 0, [language]]] });
    await admin.call("base.language.install", "lang_install", [[wizard]]);
    await admin.write("res.users", user, { lang: "he_IL" });
    try {
        await act();
    } finally {
        await admin.write("res.users", user, { lang: "en_US" });
    }
}
