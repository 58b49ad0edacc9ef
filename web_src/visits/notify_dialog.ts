import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

export type NotifyChoice = "notify" | "silent" | "cancel";

interface DialogProps {
    /** how many emails would go out */
    readonly text: string;
    readonly notifyLabel: string;
    /** absent: it cannot be done without notifying */
    readonly silentLabel?: string;
    readonly choose: (choice: NotifyChoice) => void;
    readonly close: () => void;
}

/** Says how many customers would be notified of what many visits are about to undergo, and asks whether they shall. */
export class NotifyDialog extends Component<DialogProps> {
    static override template = "support_center.NotifyDialog";
    static components = { Dialog };
    static override props = {
        text: String,
        notifyLabel: String,
        silentLabel: { type: String, optional: true },
        choose: Function,
        close: Function,
    };

    choose(choice: NotifyChoice): void {
        this.props.choose(choice);
        this.props.close();
    }
}
