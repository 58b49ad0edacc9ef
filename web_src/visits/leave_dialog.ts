import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

export type LeaveChoice = "save" | "discard" | "stay";

interface DialogProps {
    readonly choose: (choice: LeaveChoice) => void;
    readonly close: () => void;
}

/** Asks a user who leaves a visit with unsaved changes what becomes of them. */
export class LeaveDialog extends Component<DialogProps> {
    static override template = "support_center.LeaveDialog";
    static components = { Dialog };
    static override props = { choose: Function, close: Function };

    choose(choice: LeaveChoice): void {
        this.props.choose(choice);
        this.props.close();
    }
}
