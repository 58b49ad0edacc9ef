import { _t } from "@web/core/l10n/translation";
import type { SupportCalendarModel } from "./support_calendar_model";

/** Values that mean "cancelled" in Odoo's models. */
const CANCELLED = new Set(["cancel", "cancelled"]);

/** What the view says in the words of the model that it shows. */
export class ModelWords {
    constructor(private readonly model: Pick<SupportCalendarModel, "archInfo" | "fields" | "resModel" | "stateName">) {}

    /** whether there is anything to hide */
    get hasFree(): boolean {
        return this.model.archInfo.freeStates.size > 0;
    }

    get hideFree(): string {
        return this.isCancelled ? _t("Hide cancelled") : _t("Hide: %s", this.freeNames);
    }

    get hideFreeCommand(): string {
        return this.isCancelled
            ? _t("Calendar: show or hide cancelled")
            : _t("Calendar: show or hide: %s", this.freeNames);
    }

    get hideFreeKey(): string {
        return this.isCancelled ? _t("Show or hide cancelled ones") : _t("Show or hide: %s", this.freeNames);
    }

    freeShown(isHidden: boolean): string {
        if (!this.hasFree) {
            return "";
        }
        if (this.isCancelled) {
            return isHidden ? _t("Cancelled ones are hidden") : _t("Cancelled ones are shown");
        }
        return isHidden ? _t("Hidden: %s", this.freeNames) : _t("Shown: %s", this.freeNames);
    }

    /** What to say and to advise when there are no rows. */
    get nothing(): { readonly title: string; readonly advice: string } {
        if (this.model.resModel === "support.appointment") {
            return {
                title: _t("Nobody to plan for yet"),
                advice: _t("Add people to the group of technicians, or change the search: it may leave everybody out."),
            };
        }
        const { archInfo, fields } = this.model;
        return {
            title: _t("Nothing to plan on yet"),
            advice: _t(
                "There is a row for each record that “%s” may name. Add one, or change the search: it may leave all of them out.",
                fields[archInfo.spec.resource]!.string,
            ),
        };
    }

    /** The statuses by their names on the board. */
    private get freeNames(): string {
        return [...this.model.archInfo.freeStates].map((state) => this.model.stateName(state)).join(", ");
    }

    private get isCancelled(): boolean {
        return [...this.model.archInfo.freeStates].every((state) => CANCELLED.has(state));
    }
}
