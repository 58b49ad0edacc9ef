import { _t } from "@web/core/l10n/translation";
import type { BoardEvent } from "../core/event";
import { isRefused, isSamePlacement, type FitIssue, type Placement } from "../core/fit";
import { BlockViewFactory } from "./block_view";
import { fitIssueText } from "./fit_text";
import type { SupportCalendarModel } from "./support_calendar_model";

/** Puts an event elsewhere, or says why not. The same for pointer, keyboard and dialog. */
export class EventMover {
    /**
     * @param announce tells those who do not see the screen
     */
    constructor(
        private readonly model: SupportCalendarModel,
        private readonly announce: (text: string) => void,
        private readonly blockViews = new BlockViewFactory(model),
    ) {}

    /**
     * @param event as it was when the user took it
     * @returns whether it was saved
     */
    async place(event: BoardEvent, placement: Placement): Promise<boolean> {
        const { model } = this;
        const current = model.data.get(event.id);
        if (!current || !isSamePlacement(current, event)) {
            this.warn(this.staleText(event, current));
            return false;
        }
        const issues = model.fitIssues(event, placement);
        if (isRefused(issues)) {
            this.refuse(issues);
            return false;
        }
        const isSaved = await model.reschedule(event.id, placement);
        if (isSaved) {
            this.announce(_t("Moved to %s. %s", this.where(placement), this.texts(issues).join(". ")));
        }
        return isSaved;
    }

    /** Says why something does not fit. */
    refuse(issues: readonly FitIssue[]): void {
        this.warn(_t("This does not fit: %s.", this.texts(issues).join(", ")));
    }

    private texts(issues: readonly FitIssue[]): string[] {
        return issues.map((issue) => fitIssueText(issue, this.blockViews));
    }

    private staleText(event: BoardEvent, current: BoardEvent | undefined): string {
        const label = this.blockViews.label(event);
        return current
            ? _t("“%s” has been moved meanwhile, to %s. Nothing was changed.", label, this.where(current))
            : _t("“%s” is not here any more. Nothing was changed.", label);
    }

    private where(placement: Placement): string {
        return `${this.model.resourceName(placement.resourceId)}, ${this.blockViews.timeRange(placement)}`;
    }

    /** Notifications are read out by themselves. */
    private warn(message: string): void {
        this.model.notification.add(message, { type: "warning" });
    }
}
