import type { DialogData, FormButton, FormModel, LeaveOptions, PagerTarget, StaticActionMenuItems } from "@odoo/form";
import { onMounted, onWillUnmount, toRaw, useEffect } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import type { Services } from "@odoo/services";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { askBeforeDeleting } from "./delete_dialog";
import { LeaveDialog, type LeaveChoice } from "./leave_dialog";
import { VISIT_CHANGED } from "./visit_step";

/**
 * The form of a visit. What it saves, a customer is told by email, so it saves when a user says so: Odoo's own form
 * also saves when the tab is hidden, when the page is closed, and when the record is left. In a dialog, Odoo's own form
 * loses what was entered when a user presses Escape.
 */
export class VisitFormController extends FormController {
    declare model: FormModel;
    declare notification: Services["notification"];
    /** Whether a field has the focus whose text is not in the record yet. */
    declare hasPendingInput: boolean;

    override setup(): void {
        super.setup();
        this.notification = useService("notification");
        this.hasPendingInput = false;
        useBus(this.model.bus, "FIELD_IS_DIRTY", ({ detail }) => {
            this.hasPendingInput = Boolean(detail);
        });
        useBus(this.env.bus, VISIT_CHANGED, ({ detail }) => void this.showChange(detail as number));
        this.deleteRecordsWithConfirmation = askBeforeDeleting(
            {
                orm: useService("orm"),
                action: useService("action"),
                dialog: this.dialogService,
                selectedIds: () => Promise.resolve([]),
                reload: () => void this.model.load({}),
            },
            this.deleteRecordsWithConfirmation,
        );
        useEffect(
            // A dialog around notes first what has the focus, to give it back in the end.
            () => queueMicrotask(() => this.focusSubject()),
            () => [],
        );
        const { dialogData } = this.env;
        if (dialogData) {
            // Nothing is drawn anew for it.
            this.askBeforeDismissal(toRaw(dialogData));
        }
    }

    /** Else a dialog gives the focus to its first button, and Enter would start the visit. */
    focusSubject(): void {
        const { el } = this.rootRef;
        const focused = document.activeElement;
        if (el && !hasTouch() && !(el.contains(focused) && focused?.matches("input, textarea"))) {
            el.querySelector<HTMLElement>(".o_field_widget[name='subject'] textarea")?.focus();
        }
    }

    /** Escape and the cross of a dialog ask like all ways that leave the form. */
    askBeforeDismissal(dialogData: DialogData): void {
        const { close, dismiss } = dialogData;
        let isAsked = false;
        const dismissal: DialogData = {
            dismiss: undefined,
            close: async (params) => {
                if (params?.dismiss) {
                    if (isAsked) {
                        return;
                    }
                    isAsked = true;
                    const mayDismiss = await this.mayDismiss().finally(() => (isAsked = false));
                    if (!mayDismiss) {
                        return;
                    }
                    await dismiss?.();
                }
                await close(params);
            },
        };
        onMounted(() => Object.assign(dialogData, dismissal));
        onWillUnmount(() => Object.assign(dialogData, { close, dismiss }));
    }

    /** @returns whether the dialog may be closed without saving; a user who chose to save has saved it then, which closes it */
    async mayDismiss(): Promise<boolean> {
        if (!(await this.mayLeave())) {
            return false;
        }
        if (await this.model.root.isDirty()) {
            await this.saveButtonClicked();
            return false;
        }
        return true;
    }

    /** Input that is not saved yet is kept. */
    async showChange(id: number): Promise<void> {
        const { root } = this.model;
        if (root.resId === id && !(await root.isDirty())) {
            await this.model.load({});
        }
    }

    /** Odoo's own words for what is missing do not say what. */
    override async saveButtonClicked(params: object = {}): Promise<unknown> {
        const { root } = this.model;
        await root.isDirty();
        if (root.isNew && !root.data["start"]) {
            this.notification.add(_t("Choose a date and time for the visit."), { type: "danger" });
        }
        return super.saveButtonClicked(params);
    }

    /** What was typed is still there when the tab is shown again. */
    override beforeVisibilityChange(): void {}

    /** The browser asks whether to leave. */
    override beforeUnload(event: BeforeUnloadEvent): void {
        if (this.model.root.dirty || this.hasPendingInput) {
            event.preventDefault();
        }
    }

    override async beforeLeave(options: LeaveOptions = {}): Promise<boolean | void> {
        return (options.forceLeave || (await this.mayLeave())) && super.beforeLeave(options);
    }

    override async onPagerUpdate(target: PagerTarget): Promise<void> {
        if (await this.mayLeave()) {
            await super.onPagerUpdate(target);
        }
    }

    override async create(): Promise<void> {
        if (await this.mayLeave()) {
            await super.create();
        }
    }

    /** Buttons save the form first, also one that only goes to another page. */
    override async beforeExecuteActionButton(button: FormButton): Promise<boolean | void> {
        if (button.name === "action_open_ticket" && !(await this.mayLeave())) {
            return false;
        }
        return super.beforeExecuteActionButton(button);
    }

    override getStaticActionMenuItems(): StaticActionMenuItems {
        const items = super.getStaticActionMenuItems();
        const { duplicate } = items;
        return {
            ...items,
            duplicate: { ...duplicate, isAvailable: () => !this.model.root.isNew && duplicate.isAvailable() },
        };
    }

    /** Actions on a record would save it first. */
    override async shouldExecuteAction(item: { readonly skipSave?: boolean }): Promise<boolean> {
        if (this.model.root.isNew && !item.skipSave) {
            this.notification.add(_t("Save the visit first."), { type: "warning" });
            return false;
        }
        return (item.skipSave || (await this.mayLeave())) && super.shouldExecuteAction(item);
    }

    /**
     * Asks what becomes of unsaved input; what the user discards is gone then.
     *
     * @returns false to stay; true to go on, and save before if there are changes still
     */
    async mayLeave(): Promise<boolean> {
        const { root } = this.model;
        if (root.isNew) {
            return this.mayDiscardNew();
        }
        if (!(await root.isDirty())) {
            return true;
        }
        const choice = await new Promise<LeaveChoice>((resolve) => {
            this.dialogService.add(LeaveDialog, { choose: resolve }, { onClose: () => resolve("stay") });
        });
        if (choice === "discard") {
            await root.discard();
        }
        return choice !== "stay";
    }

    /** @returns whether nothing was entered, or the user gives it up */
    async mayDiscardNew(): Promise<boolean> {
        const { root } = this.model;
        if (!(await root.isDirty())) {
            return true;
        }
        const gaveUp = await new Promise<boolean>((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Leave without booking?"),
                    body: _t("This visit is not booked yet. If you leave, what you entered is lost."),
                    confirmLabel: _t("Discard"),
                    confirm: () => resolve(true),
                    cancelLabel: _t("Stay Here"),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) },
            );
        });
        if (gaveUp) {
            await root.discard();
        }
        return gaveUp;
    }
}

registry.category("views").add("support_visit_form", { ...formView, Controller: VisitFormController });
