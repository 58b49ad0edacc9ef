import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

interface KeysProps {
    readonly hasTeam: boolean;
    /** what hiding is called that takes no time; "" where there is nothing to hide */
    readonly hideFree: string;
    readonly close: () => void;
}

/** What the keys do. */
export class SupportCalendarKeysDialog extends Component<KeysProps> {
    static override template = "support_center.SupportCalendarKeysDialog";
    static components = { Dialog };
    static override props = { hasTeam: Boolean, hideFree: String, close: Function };

    get title(): string {
        return _t("Keyboard");
    }

    get keys(): readonly (readonly [string, string])[] {
        return [
            ["← ↑ → ↓", _t("Go to the next block, free time or row")],
            [_t("Home / End"), _t("Start / end of the row")],
            [_t("Page Up / Page Down"), _t("One screen of rows up / down")],
            [_t("Enter"), _t("Open the block, or plan something at this time")],
            [_t("Space"), _t("Show details and what can be done")],
            [_t("Shift + ← ↑ → ↓, M"), _t("Move: arrows choose the place, Enter drops, Escape gives up")],
            ["S / R", _t("Change the start / end: arrows choose, Enter saves, Escape gives up")],
            ["E", _t("Move to… (dialog)")],
            [_t("Del"), _t("Cancel")],
            [_t("Ctrl + Z"), _t("Undo the last move")],
            ["T / N / P", _t("Today / next / previous")],
            ["1 / 2 / 3", _t("Day / week / month")],
            ...(this.props.hasTeam ? [["L", _t("Team / one person")] as const] : []),
            ...(this.props.hideFree ? [["X", this.props.hideFree] as const] : []),
            ["Ctrl + P", _t("Print")],
            ["?", _t("This help")],
        ];
    }
}
