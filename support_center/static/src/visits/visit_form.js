// Generated from web_src/visits/visit_form.ts: change it there.
import { onMounted, onWillUnmount, toRaw, useEffect } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { askBeforeDeleting } from "./delete_dialog";
import { LeaveDialog } from "./leave_dialog";
import { VISIT_CHANGED } from "./visit_step";
class VisitFormController extends FormController {
  setup() {
    super.setup();
    this.notification = useService("notification");
    this.hasPendingInput = false;
    useBus(this.model.bus, "FIELD_IS_DIRTY", ({ detail }) => {
      this.hasPendingInput = Boolean(detail);
    });
    useBus(this.env.bus, VISIT_CHANGED, ({ detail }) => void this.showChange(detail));
    this.deleteRecordsWithConfirmation = askBeforeDeleting(
      {
        orm: useService("orm"),
        action: useService("action"),
        dialog: this.dialogService,
        selectedIds: () => Promise.resolve([]),
        reload: () => void this.model.load({})
      },
      this.deleteRecordsWithConfirmation
    );
    useEffect(
      // A dialog around notes first what has the focus, to give it back in the end.
      () => queueMicrotask(() => this.focusSubject()),
      () => []
    );
    const { dialogData } = this.env;
    if (dialogData) {
      this.askBeforeDismissal(toRaw(dialogData));
    }
  }
  /** Else a dialog gives the focus to its first button, and Enter would start the visit. */
  focusSubject() {
    const { el } = this.rootRef;
    const focused = document.activeElement;
    if (el && !hasTouch() && !(el.contains(focused) && focused?.matches("input, textarea"))) {
      el.querySelector(".o_field_widget[name='subject'] textarea")?.focus();
    }
  }
  /** Escape and the cross of a dialog ask like all ways that leave the form. */
  askBeforeDismissal(dialogData) {
    const { close, dismiss } = dialogData;
    let isAsked = false;
    const dismissal = {
      dismiss: void 0,
      close: async (params) => {
        if (params?.dismiss) {
          if (isAsked) {
            return;
          }
          isAsked = true;
          const mayDismiss = await this.mayDismiss().finally(() => isAsked = false);
          if (!mayDismiss) {
            return;
          }
          await dismiss?.();
        }
        await close(params);
      }
    };
    onMounted(() => Object.assign(dialogData, dismissal));
    onWillUnmount(() => Object.assign(dialogData, { close, dismiss }));
  }
  /** @returns whether the dialog may be closed without saving; a user who chose to save has saved it then, which closes it */
  async mayDismiss() {
    if (!await this.mayLeave()) {
      return false;
    }
    if (await this.model.root.isDirty()) {
      await this.saveButtonClicked();
      return false;
    }
    return true;
  }
  /** Input that is not saved yet is kept. */
  async showChange(id) {
    const { root } = this.model;
    if (root.resId === id && !await root.isDirty()) {
      await this.model.load({});
    }
  }
  /** Odoo's own words for what is missing do not say what. */
  async saveButtonClicked(params = {}) {
    const { root } = this.model;
    await root.isDirty();
    if (root.isNew && !root.data["start"]) {
      this.notification.add(_t("Choose a date and time for the visit."), { type: "danger" });
    }
    return super.saveButtonClicked(params);
  }
  /** What was typed is still there when the tab is shown again. */
  beforeVisibilityChange() {
  }
  /** The browser asks whether to leave. */
  beforeUnload(event) {
    if (this.model.root.dirty || this.hasPendingInput) {
      event.preventDefault();
    }
  }
  async beforeLeave(options = {}) {
    return (options.forceLeave || await this.mayLeave()) && super.beforeLeave(options);
  }
  async onPagerUpdate(target) {
    if (await this.mayLeave()) {
      await super.onPagerUpdate(target);
    }
  }
  async create() {
    if (await this.mayLeave()) {
      await super.create();
    }
  }
  /** Buttons save the form first, also one that only goes to another page. */
  async beforeExecuteActionButton(button) {
    if (button.name === "action_open_ticket" && !await this.mayLeave()) {
      return false;
    }
    return super.beforeExecuteActionButton(button);
  }
  getStaticActionMenuItems() {
    const items = super.getStaticActionMenuItems();
    const { duplicate } = items;
    return {
      ...items,
      duplicate: { ...duplicate, isAvailable: () => !this.model.root.isNew && duplicate.isAvailable() }
    };
  }
  /** Actions on a record would save it first. */
  async shouldExecuteAction(item) {
    if (this.model.root.isNew && !item.skipSave) {
      this.notification.add(_t("Save the visit first."), { type: "warning" });
      return false;
    }
    return (item.skipSave || await this.mayLeave()) && super.shouldExecuteAction(item);
  }
  /**
   * Asks what becomes of unsaved input; what the user discards is gone then.
   *
   * @returns false to stay; true to go on, and save before if there are changes still
   */
  async mayLeave() {
    const { root } = this.model;
    if (root.isNew) {
      return this.mayDiscardNew();
    }
    if (!await root.isDirty()) {
      return true;
    }
    const choice = await new Promise((resolve) => {
      this.dialogService.add(LeaveDialog, { choose: resolve }, { onClose: () => resolve("stay") });
    });
    if (choice === "discard") {
      await root.discard();
    }
    return choice !== "stay";
  }
  /** @returns whether nothing was entered, or the user gives it up */
  async mayDiscardNew() {
    const { root } = this.model;
    if (!await root.isDirty()) {
      return true;
    }
    const gaveUp = await new Promise((resolve) => {
      this.dialogService.add(
        ConfirmationDialog,
        {
          title: _t("Leave without booking?"),
          body: _t("This visit is not booked yet. If you leave, what you entered is lost."),
          confirmLabel: _t("Discard"),
          confirm: () => resolve(true),
          cancelLabel: _t("Stay Here"),
          cancel: () => resolve(false)
        },
        { onClose: () => resolve(false) }
      );
    });
    if (gaveUp) {
      await root.discard();
    }
    return gaveUp;
  }
}
registry.category("views").add("support_visit_form", { ...formView, Controller: VisitFormController });
export {
  VisitFormController
};
