import { Component, markRaw, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";
import type { BoardEvent } from "../core/event";
import { isRefused, type FitIssue, type Placement } from "../core/fit";
import { BlockViewFactory } from "./block_view";
import { fitIssueText } from "./fit_text";
import type { SupportCalendarModel } from "./support_calendar_model";
import { dayOfDate, minuteOf, momentOf, type Moment } from "./time_text";

interface MoveProps {
    readonly model: SupportCalendarModel;
    readonly event: BoardEvent;
    readonly place: (event: BoardEvent, placement: Placement) => Promise<boolean>;
    readonly close: () => void;
}

interface MoveState {
    resourceId: number;
    start: Moment | null;
    minutes: number;
}

/** Moves, reassigns and resizes without a drag: the way for those who cannot or do not want to drag. */
export class SupportCalendarMoveDialog extends Component<MoveProps> {
    static override template = "support_center.SupportCalendarMoveDialog";
    static components = { DateTimeInput, Dialog };
    static override props = { model: Object, event: Object, place: Function, close: Function };

    declare state: MoveState;
    declare startId: string;
    declare blockViews: BlockViewFactory;

    override setup(): void {
        const { event, model } = this.props;
        this.blockViews = new BlockViewFactory(model);
        this.startId = uniqueId("o_sc_move_start_");
        this.state = useState<MoveState>({
            resourceId: event.resourceId,
            start: markRaw(momentOf(event.start)),
            minutes: event.stop - event.start,
        });
    }

    get title(): string {
        return _t("Move “%s”", this.props.event.label || this.props.event.reference);
    }

    get resources(): readonly { readonly id: number; readonly name: string }[] {
        const { model } = this.props;
        return model.rowIds.map((id) => ({ id, name: model.resourceName(id) }));
    }

    /** Null while what was typed is not a time. */
    get placement(): Placement | null {
        const { resourceId, start, minutes } = this.state;
        if (!start || dayOfDate(start) === null || !(minutes > 0)) {
            return null;
        }
        const minute = minuteOf(start);
        return { resourceId, start: minute, stop: minute + minutes };
    }

    get issues(): readonly FitIssue[] {
        const { placement } = this;
        return placement ? this.props.model.fitIssues(this.props.event, placement) : [];
    }

    get verdict(): { readonly text: string; readonly className: string } {
        if (!this.placement) {
            return { text: _t("Give a start and a length in minutes."), className: "alert-warning" };
        }
        const { issues } = this;
        if (issues.length === 0) {
            return { text: _t("Fits."), className: "alert-success" };
        }
        const text = issues.map((issue) => fitIssueText(issue, this.blockViews)).join(", ");
        return { text, className: isRefused(issues) ? "alert-danger" : "alert-warning" };
    }

    get canSave(): boolean {
        return this.placement !== null && !isRefused(this.issues);
    }

    onStart(start: Moment | false | null): void {
        this.state.start = start ? markRaw(start) : null;
    }

    onResource(event: Event): void {
        this.state.resourceId = Number((event.target as HTMLSelectElement).value);
    }

    async save(): Promise<void> {
        const { placement } = this;
        const { event, place, close } = this.props;
        if (placement) {
            close();
            await place(event, placement);
        }
    }
}
