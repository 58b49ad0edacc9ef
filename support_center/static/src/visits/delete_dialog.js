// Generated from web_src/visits/delete_dialog.ts: change it there.
import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
class DeleteDialog extends Component {
  static template = "support_center.DeleteDialog";
  static components = { Dialog };
  static props = { text: String, cancelLabel: String, choose: Function, close: Function };
  choose(choice) {
    this.props.choose(choice);
    this.props.close();
  }
}
function askBeforeDeleting({ orm, action, dialog, selectedIds, reload }, askAsUsual) {
  return async (dialogProps, records) => {
    const ids = records ? records.map(({ resId }) => resId) : await selectedIds();
    const emails = await orm.call("support.appointment", "support_count_emails", [
      ids,
      { state: "cancelled" }
    ]);
    if (emails === 0) {
      askAsUsual(dialogProps, records);
      return;
    }
    const choice = await new Promise((resolve) => {
      dialog.add(
        DeleteDialog,
        { ...textsOf(ids.length, emails), choose: resolve },
        { onClose: () => resolve("keep") }
      );
    });
    if (choice === "cancel_visits") {
      await action.doActionButton({
        type: "object",
        name: "action_cancel",
        resModel: "support.appointment",
        ...ids.length === 1 && { resId: ids[0] },
        resIds: ids,
        context: {},
        onClose: reload
      });
    } else if (choice === "delete") {
      askAsUsual(dialogProps, records);
    }
  };
}
function textsOf(visits, emails) {
  if (visits === 1) {
    return {
      text: _t(
        "The customer knows of this visit. If you delete it, the customer gets no email and still expects you. Cancel the visit instead: then the customer is notified."
      ),
      cancelLabel: _t("Cancel the Visit")
    };
  }
  return {
    text: emails === 1 ? _t(
      "One customer knows of one of these visits. If you delete it, the customer gets no email and still expects you. Cancel the visits instead: then the customer is notified."
    ) : _t(
      "Customers know of %s of these visits. If you delete them, the customers get no email and still expect you. Cancel the visits instead: then the customers are notified.",
      emails
    ),
    cancelLabel: _t("Cancel the Visits")
  };
}
export {
  DeleteDialog,
  askBeforeDeleting
};
