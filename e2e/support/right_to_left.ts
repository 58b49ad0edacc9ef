import type { Odoo } from "./odoo.ts";

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
