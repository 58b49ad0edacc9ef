// Generated from web_src/visits/visit_step.ts: change it there.
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
const MODEL = "support.appointment";
const VISIT_CHANGED = "SUPPORT_VISIT:CHANGED";
async function mayTakeStep(env, step, otherDay) {
  if (!otherDay) {
    return true;
  }
  const isStart = step === "start";
  return askWhether(env, {
    title: isStart ? _t("Start the visit today?") : _t("Complete the visit today?"),
    body: isStart ? _t("This visit is planned for %s. Do you want to start it now?", otherDay) : _t("This visit is planned for %s. Do you want to complete it now?", otherDay),
    confirmLabel: isStart ? _t("Start Now") : _t("Complete Now")
  });
}
function askWhether(env, question) {
  return new Promise((resolve) => {
    env.services.dialog.add(
      ConfirmationDialog,
      {
        ...question,
        confirm: () => resolve(true),
        cancelLabel: _t("Leave as It Is"),
        cancel: () => resolve(false)
      },
      { onClose: () => resolve(false) }
    );
  });
}
function offerUndo(env, step, id) {
  const close = env.services.notification.add(
    step === "start" ? _t("The visit has been started.") : _t("The visit has been completed."),
    {
      type: "success",
      buttons: [
        {
          name: _t("Undo"),
          primary: true,
          onClick: () => {
            close();
            void undo(env, step, id);
          }
        }
      ]
    }
  );
}
async function undo(env, step, id) {
  await env.services.orm.call(MODEL, step === "start" ? "action_undo_start" : "action_reopen", [[id]]);
  env.bus.trigger(VISIT_CHANGED, id);
}
async function visitStep(env, action) {
  const { id, method, other_day: otherDay } = action.params;
  const step = method === "action_start" ? "start" : "complete";
  if (await mayTakeStep(env, step, otherDay)) {
    await env.services.orm.call(MODEL, method, [[id]]);
    offerUndo(env, step, id);
  }
  return { type: "ir.actions.act_window_close" };
}
registry.category("actions").add("support_visit_step", visitStep);
export {
  VISIT_CHANGED,
  askWhether,
  mayTakeStep,
  offerUndo
};
