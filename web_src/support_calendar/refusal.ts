import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** Server errors that Odoo's web client handles better itself. */
const NOT_OURS = new Set(["odoo.http.SessionExpiredException"]);

/**
 * What to tell the user when saving failed for a reason they can understand.
 *
 * @returns null for anything else, which is for Odoo's own error handling
 */
export function refusalMessage(error: unknown): string | null {
    if (error instanceof ConnectionLostError) {
        return _t("There is no connection to the server. The change was taken back; try again when you are online.");
    }
    if (error instanceof RPCError) {
        const name = error.exceptionName ?? error.data?.name ?? "";
        const isForUsers = name.startsWith("odoo.") && !NOT_OURS.has(name);
        return isForUsers ? (error.data?.message ?? error.message) : null;
    }
    return null;
}
