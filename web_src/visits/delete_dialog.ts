import type { Services } from "@odoo/services";
import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

type DeleteChoice = "cancel_visits" | "delete" | "keep";

interface DialogProps {
    /** what customers who know of the visits are left with */
    readonly text: string;
    readonly cancelLabel: string;
    readonly choose: (choice: DeleteChoice) => void;
    readonly close: () => void;
}

/** Says that customers are not told when visits are deleted, and offers to cancel them instead. */
export class DeleteDialog extends Component<DialogProps> {
    static override template = "support_center.DeleteDialog";
    static components = { Dialog };
    static override props = { text: String, cancelLabel: String, choose: Function, close: Function };

    choose(choice: DeleteChoice): void {
        this.props.choose(choice);
        this.props.close();
    }
}

interface DeletingRecord {
    readonly resId: number;
}

type Delete<Kept extends DeletingRecord> = (dialogProps: object, records?: readonly Kept[]) => unknown;

interface Deleting {
    readonly orm: Services["orm"];
    readonly action: Services["action"];
    readonly dialog: Pick<Services["dialog"], "add">;
    /** of what is selected */
    readonly selectedIds: () => Promise<readonly number[]>;
    readonly reload: () => void;
}

/**
 * Wraps the question that Odoo asks before it deletes.
 *
 * @param askAsUsual Odoo's own question, for visits that no customer knows of
 */
export function askBeforeDeleting<Kept extends DeletingRecord>(
    { orm, action, dialog, selectedIds, reload }: Deleting,
    askAsUsual: Delete<Kept>,
): Delete<Kept> {
    return async (dialogProps, records) => {
        const ids = records ? records.map(({ resId }) => resId) : await selectedIds();
        const emails = await orm.call<number>("support.appointment", "support_count_emails", [
            ids,
            { state: "cancelled" },
        ]);
        if (emails === 0) {
            askAsUsual(dialogProps, records);
            return;
        }
        const choice = await new Promise<DeleteChoice>((resolve) => {
            dialog.add(
                DeleteDialog,
                { ...textsOf(ids.length, emails), choose: resolve },
                { onClose: () => resolve("keep") },
            );
        });
        if (choice === "cancel_visits") {
            await action.doActionButton({
                type: "object",
                name: "action_cancel",
                resModel: "support.appointment",
                ...(ids.length === 1 && { resId: ids[0]! }),
                resIds: ids,
                context: {},
                onClose: reload,
            });
        } else if (choice === "delete") {
            askAsUsual(dialogProps, records);
        }
    };
}

function textsOf(visits: number, emails: number): Pick<DialogProps, "text" | "cancelLabel"> {
    if (visits === 1) {
        return {
            text: _t(
                "The customer knows of this visit. If you delete it, the customer gets no email and still expects you. Cancel the visit instead: then the customer is notified.",
            ),
            cancelLabel: _t("Cancel the Visit"),
        };
    }
    return {
        text:
            emails === 1
                ? _t(
                      "One customer knows of one of these visits. If you delete it, the customer gets no email and still expects you. Cancel the visits instead: then the customer is notified.",
                  )
                : _t(
                      "Customers know of %s of these visits. If you delete them, the customers get no email and still expect you. Cancel the visits instead: then the customers are notified.",
                      emails,
                  ),
        cancelLabel: _t("Cancel the Visits"),
    };
}
