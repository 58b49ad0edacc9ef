import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { dayFromIso, isoFromDay } from "../core/civil";
import type { BoardEvent } from "../core/event";
import { isRefused, type FitIssue, type Placement } from "../core/fit";
import { MINUTES_PER_DAY } from "../core/units";
import { fitIssueText } from "./fit_text";
import type { SupportCalendarModel } from "./support_calendar_model";

interface MoveProps {
    readonly model: SupportCalendarModel;
    readonly event: BoardEvent;
    readonly place: (event: BoardEvent, placement: Placement) => Promise<boolean>;
    readonly close: () => void;
}

interface MoveState {
    resourceId: number;
    date: string;
    time: string;
    minutes: number;
}

/** Moves, reassigns and resizes without a drag: the way for those who cannot or do not want to drag. */
export class SupportCalendarMoveDialog extends Component<MoveProps> {
    static override template = "support_center.SupportCalendarMoveDialog";
    static components = { Dialog };
    static override props = { model: Object, event: Object, place: Function, close: Function };

    declare state: MoveState;

    override setup(): void {
        const { event, model } = this.props;
        const local = model.zones.at(event.start).toLocal(event.start);
        const day = Math.floor(local / MINUTES_PER_DAY);
        this.state = useState({
            resourceId: event.resourceId,
            date: isoFromDay(day),
            time: clockText(local - day * MINUTES_PER_DAY),
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
        const day = dayFromIso(this.state.date);
        const clock = /^(\d{2}):(\d{2})/.exec(this.state.time);
        if (day === null || !clock || !(this.state.minutes > 0)) {
            return null;
        }
        const minute = Number(clock[1]) * 60 + Number(clock[2]);
        // That day may be far from those on the screen, beyond a change of the clocks.
        const zone = this.props.model.zones.of({ first: day, end: day + 1 });
        const start = zone.toUtc(day * MINUTES_PER_DAY + minute);
        return { resourceId: this.state.resourceId, start, stop: start + this.state.minutes };
    }

    get issues(): readonly FitIssue[] {
        const { placement } = this;
        return placement ? this.props.model.fitIssues(this.props.event, placement) : [];
    }

    get verdict(): { readonly text: string; readonly className: string } {
        if (!this.placement) {
            return { text: _t("Give a date, a time and a length in minutes."), className: "alert-warning" };
        }
        const { issues } = this;
        if (issues.length === 0) {
            return { text: _t("Fits."), className: "alert-success" };
        }
        const text = issues.map(fitIssueText).join(", ");
        return { text, className: isRefused(issues) ? "alert-danger" : "alert-warning" };
    }

    get canSave(): boolean {
        return this.placement !== null && !isRefused(this.issues);
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

function clockText(minute: number): string {
    const pad = (value: number): string => String(value).padStart(2, "0");
    return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}
