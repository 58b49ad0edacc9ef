import { inLanguage } from "./languages.ts";
import type { Odoo } from "./odoo.ts";

/** Does something while a user's language is Hebrew. Who is logged in already notices when they log in again. */
export const inHebrew = (admin: Odoo, user: number, act: () => Promise<void>): Promise<void> =>
    inLanguage(admin, user, "he_IL", act);
