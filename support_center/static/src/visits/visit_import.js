// Generated from web_src/visits/visit_import.ts: change it there.
import { ImportAction } from "@base_import/import_action/import_action";
import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { NotifyDialog } from "./notify_dialog";
const MODEL = "support.appointment";
patch(BaseImportModel.prototype, {
  setResModel(resModel) {
    super.setResModel(resModel);
    if (resModel === MODEL) {
      this.importOptionsValues["support_unannounced"] = { value: false };
    }
  },
  async _callImport(isTest, args) {
    const result = await super._callImport(isTest, args);
    this.visitEmails += result.emails ?? 0;
    return result;
  },
  async executeImport(isTest, totalSteps, progress) {
    this.visitEmails = 0;
    const outcome = await super.executeImport(isTest, totalSteps, progress);
    this.isVisitImportValid = !outcome.res.hasError;
    if (isTest && this.isVisitImportValid && this.resModel === MODEL) {
      this._addMessage("info", [emailsText(this.visitEmails)]);
    }
    return outcome;
  }
});
patch(ImportAction.prototype, {
  async handleImport(isTest = true) {
    if (isTest || this.resModel !== MODEL) {
      await super.handleImport(isTest);
    } else {
      await this.importVisits();
    }
  },
  async importVisits() {
    const { model } = this;
    const { skip } = model.importOptions;
    await super.handleImport(true);
    await model.setOption("skip", skip);
    if (!model.isVisitImportValid) {
      return;
    }
    const choice = model.visitEmails > 0 ? await this.chooseHowToImport(model.visitEmails) : "notify";
    if (choice === "cancel") {
      return;
    }
    await model.setOption("support_unannounced", choice === "silent");
    try {
      await super.handleImport(false);
    } finally {
      await model.setOption("support_unannounced", false);
    }
  },
  async chooseHowToImport(emails) {
    const maySilence = await user.hasGroup("support_center.group_support_manager");
    return new Promise((resolve) => {
      this.env.services.dialog.add(
        NotifyDialog,
        {
          text: emailsText(emails),
          notifyLabel: _t("Import and Notify"),
          ...maySilence && { silentLabel: _t("Import, Do Not Notify") },
          choose: resolve
        },
        { onClose: () => resolve("cancel") }
      );
    });
  }
});
function emailsText(emails) {
  switch (emails) {
    case 0:
      return _t("No customer gets an email when you import this file.");
    case 1:
      return _t("One email to a customer goes out when you import this file.");
    default:
      return _t("%s emails to customers go out when you import this file.", emails);
  }
}
