import { inLanguage } from "./languages.ts";
import type { Odoo } from "./odoo.ts";

/** Does something while a user's language is Hebrew. */
export const inHebrew = (admin: Odoo, user: number, act: () => Promise<void>): Promise<void> =>
    inLanguage(admin, user, "he_IL", act);
