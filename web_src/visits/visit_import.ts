/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-return --
   TypeScript has no type for `super` in an object, which is how Odoo's classes are changed for everybody. */
import type { ImportOptions, ImportResult } from "@odoo/import";
import { ImportAction } from "@base_import/import_action/import_action";
import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { NotifyDialog, type NotifyChoice } from "./notify_dialog";

const MODEL = "support.appointment";

/** Importing visits emails their customers. Its user learns how many before the import, and may notify nobody. */

declare module "@base_import/import_model" {
    interface BaseImportModel {
        /** how many emails the last import or test of one caused */
        visitEmails: number;
        /** whether that went through without an error */
        isVisitImportValid: boolean;
    }
}

declare module "@base_import/import_action/import_action" {
    interface ImportAction {
        importVisits(): Promise<void>;
        chooseHowToImport(emails: number): Promise<NotifyChoice>;
    }
}

patch(BaseImportModel.prototype, {
    setResModel(resModel: string): void {
        super.setResModel(resModel);
        if (resModel === MODEL) {
            this.importOptionsValues["support_unannounced"] = { value: false };
        }
    },

    async _callImport(isTest: boolean, args: unknown[]): Promise<ImportResult> {
        const result = await super._callImport(isTest, args);
        this.visitEmails += result.emails ?? 0;
        return result;
    },

    async executeImport(
        isTest: boolean,
        totalSteps: number,
        progress: object,
    ): Promise<{ res: { readonly hasError: boolean } }> {
        this.visitEmails = 0;
        const outcome = await super.executeImport(isTest, totalSteps, progress);
        this.isVisitImportValid = !outcome.res.hasError;
        if (isTest && this.isVisitImportValid && this.resModel === MODEL) {
            this._addMessage("info", [emailsText(this.visitEmails)]);
        }
        return outcome;
    },
});

patch(ImportAction.prototype, {
    async handleImport(isTest = true): Promise<void> {
        if (isTest || this.resModel !== MODEL) {
            await super.handleImport(isTest);
        } else {
            await this.importVisits();
        }
    },

    async importVisits(): Promise<void> {
        const { model } = this;
        const { skip }: ImportOptions = model.importOptions;
        await super.handleImport(true);
        // A test goes back to the start of the file, but what was imported before a pause is not to come twice.
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

    async chooseHowToImport(emails: number): Promise<NotifyChoice> {
        const maySilence = await user.hasGroup("support_center.group_support_manager");
        return new Promise((resolve) => {
            this.env.services.dialog.add(
                NotifyDialog,
                {
                    text: emailsText(emails),
                    notifyLabel: _t("Import and Notify"),
                    ...(maySilence && { silentLabel: _t("Import, Do Not Notify") }),
                    choose: resolve,
                },
                { onClose: () => resolve("cancel") },
            );
        });
    },
});

function emailsText(emails: number): string {
    switch (emails) {
        case 0:
            return _t("No customer gets an email when you import this file.");
        case 1:
            return _t("One email to a customer goes out when you import this file.");
        default:
            return _t("%s emails to customers go out when you import this file.", emails);
    }
}
