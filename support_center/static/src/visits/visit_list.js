// Generated from web_src/visits/visit_list.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { askBeforeDeleting } from "./delete_dialog";
import { NotifyDialog } from "./notify_dialog";
class VisitListController extends ListController {
  setup() {
    super.setup();
    this.orm = useService("orm");
    this.deleteRecordsWithConfirmation = askBeforeDeleting(
      {
        orm: this.orm,
        action: useService("action"),
        dialog: this.dialogService,
        selectedIds: () => this.model.root.getResIds(true),
        reload: () => void this.model.load()
      },
      this.deleteRecordsWithConfirmation
    );
  }
  async beforeExecuteActionButton(button) {
    const mayProceed = await super.beforeExecuteActionButton(button);
    if (mayProceed === false || button.name !== "action_confirm") {
      return mayProceed;
    }
    const emails = await this.countEmails(await this.model.root.getResIds(true), { state: "confirmed" });
    const choice = await this.askToNotify(emails, {
      notifyLabel: _t("Confirm and Notify"),
      ...await user.hasGroup("support_center.group_support_manager") && {
        silentLabel: _t("Confirm, Do Not Notify")
      }
    });
    button.buttonContext = { support_unannounced: choice === "silent" };
    return choice !== "cancel";
  }
  async onAskMultiSaveConfirmation(changes, records) {
    if (!await super.onAskMultiSaveConfirmation(changes, records)) {
      return false;
    }
    if (!("technician_id" in changes)) {
      return true;
    }
    const technician = changes["technician_id"];
    const ids = records.map(({ resId }) => resId);
    const emails = await this.countEmails(ids, { technician_id: technician && technician.id });
    return await this.askToNotify(emails, { notifyLabel: _t("Update and Notify") }) !== "cancel";
  }
  /** @returns how many emails customers would get at once if these visits got these values */
  countEmails(ids, values) {
    return this.orm.call("support.appointment", "support_count_emails", [ids, values]);
  }
  /** One email is what a user expects of a change; several are asked about. */
  askToNotify(emails, labels) {
    if (emails < 2) {
      return Promise.resolve("notify");
    }
    return new Promise((resolve) => {
      this.dialogService.add(
        NotifyDialog,
        { text: _t("%s emails to customers go out.", emails), ...labels, choose: resolve },
        { onClose: () => resolve("cancel") }
      );
    });
  }
}
registry.category("views").add("support_visit_list", { ...listView, Controller: VisitListController });
export {
  VisitListController
};
