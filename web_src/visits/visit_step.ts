import type { ClientAction, Env } from "@odoo/services";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MODEL = "support.appointment";

/** Told on the bus of the page when a visit was changed by a notification's button: its detail is the visit's id. */
export const VISIT_CHANGED = "SUPPORT_VISIT:CHANGED";

/** Steps that are easily made by mistake. */
export type Step = "start" | "complete";

interface StepParams {
    readonly id: number;
    readonly method: "action_start" | "action_complete";
    /** the day of the visit in words, unless it is today */
    readonly other_day: string | false;
}

/** Asks before a visit of another day is started or completed. */
export async function mayTakeStep(env: Env, step: Step, otherDay: string | false): Promise<boolean> {
    if (!otherDay) {
        return true;
    }
    const isStart = step === "start";
    return askWhether(env, {
        title: isStart ? _t("Start the visit today?") : _t("Complete the visit today?"),
        body: isStart
            ? _t("This visit is planned for %s. Do you want to start it now?", otherDay)
            : _t("This visit is planned for %s. Do you want to complete it now?", otherDay),
        confirmLabel: isStart ? _t("Start Now") : _t("Complete Now"),
    });
}

/** Asks a question with two answers; the dialog closed counts as no. */
export function askWhether(
    env: Env,
    question: { readonly title: string; readonly body: string; readonly confirmLabel: string },
): Promise<boolean> {
    return new Promise((resolve) => {
        env.services.dialog.add(
            ConfirmationDialog,
            {
                ...question,
                confirm: () => resolve(true),
                cancelLabel: _t("Leave as It Is"),
                cancel: () => resolve(false),
            },
            { onClose: () => resolve(false) },
        );
    });
}

/** Says that a step was taken, and offers to take it back. */
export function offerUndo(env: Env, step: Step, id: number): void {
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
                    },
                },
            ],
        },
    );
}

async function undo(env: Env, step: Step, id: number): Promise<void> {
    await env.services.orm.call(MODEL, step === "start" ? "action_undo_start" : "action_reopen", [[id]]);
    env.bus.trigger(VISIT_CHANGED, id);
}

/** What the buttons *Start Visit* and *Complete* of forms and of the calendar do. */
async function visitStep(env: Env, action: ClientAction<StepParams>): Promise<object> {
    const { id, method, other_day: otherDay } = action.params;
    const step = method === "action_start" ? "start" : "complete";
    if (await mayTakeStep(env, step, otherDay)) {
        await env.services.orm.call(MODEL, method, [[id]]);
        offerUndo(env, step, id);
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("support_visit_step", visitStep);
