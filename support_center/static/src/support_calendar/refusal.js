// Generated from web_src/support_calendar/refusal.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
const NOT_OURS = /* @__PURE__ */ new Set(["odoo.http.SessionExpiredException"]);
function refusalMessage(error) {
  if (error instanceof ConnectionLostError) {
    return _t("There is no connection to the server. The change was taken back; try again when you are online.");
  }
  if (error instanceof RPCError) {
    const name = error.exceptionName ?? error.data?.name ?? "";
    const isForUsers = name.startsWith("odoo.") && !NOT_OURS.has(name);
    return isForUsers ? error.data?.message ?? error.message : null;
  }
  return null;
}
export {
  refusalMessage
};
