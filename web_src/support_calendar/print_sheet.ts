import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import type { BoardEvent } from "../core/event";
import { MINUTES_PER_DAY, type DayNumber } from "../core/units";
import { BlockViewFactory } from "./block_view";
import type { SupportCalendarModel } from "./support_calendar_model";
import { clockFormat, dayText, LONG_DAY } from "./time_text";

/** What the server knows of records beside what is on the board: texts by field, by id. */
export type PrintDetails = ReadonlyMap<number, Readonly<Record<string, string>>>;

/** The board as a list, ready to be drawn. */
export interface PrintSheet {
    /** what the page is called; "" where nobody says */
    readonly page: string;
    readonly period: string;
    readonly company: string;
    readonly printedAt: string;
    readonly columns: readonly string[];
    readonly rows: readonly PrintRow[];
}

interface PrintRow {
    readonly id: number;
    readonly name: string;
    readonly days: readonly PrintDay[];
    /** what to say where there are no days */
    readonly nothing: string;
}

interface PrintDay {
    readonly day: DayNumber;
    /** "" where there is only one */
    readonly name: string;
    readonly events: readonly PrintEvent[];
}

interface PrintEvent {
    readonly id: number;
    readonly className: string;
    readonly time: string;
    /** for whom it is; "" where that is not known */
    readonly who: string;
    readonly what: string;
    /** what has been read for it */
    readonly details: readonly string[];
    readonly state: string | null;
    readonly reference: string | null;
}

const PRINTED_AT = { day: "numeric", month: "long", year: "numeric" } as const;

/** Fields that have to be read before a list with everything can be printed. */
export function printFields({ archInfo }: SupportCalendarModel): readonly string[] {
    const { who, label } = archInfo.spec;
    return [...new Set([who ?? "", label ?? "", ...archInfo.printed].filter(Boolean))];
}

/** Rows and days of the board as a list for paper: all of them, whether they are in sight or not. */
export class PrintSheetFactory {
    private readonly blockViews: BlockViewFactory;

    /**
     * @param details what has been read for it; without, only what is on the board is printed
     */
    constructor(
        private readonly model: SupportCalendarModel,
        private readonly details: PrintDetails,
    ) {
        this.blockViews = new BlockViewFactory(model);
    }

    make(page: string, period: string): PrintSheet {
        const { model } = this;
        const { zone, now } = { zone: model.zones.at(model.now), now: model.now };
        const time = `${dayText(zone.dayOf(now), PRINTED_AT)} ${clockFormat().format(zone.toLocal(now))}`;
        return {
            page,
            period,
            company: user.activeCompanies.map(({ name }) => name).join(", "),
            printedAt: _t("Printed on %s", time),
            columns: this.columns,
            rows: printedRows(model).map((id) => this.row(id)),
        };
    }

    private get columns(): string[] {
        const { archInfo, fields } = this.model;
        const { who, label, color, reference } = archInfo.spec;
        const names = [who, label].flatMap((name) => (name ? [this.title(name)] : []));
        return [
            _t("Time"),
            names.join(" · ") || _t("What"),
            ...this.shownFields.map((name) => this.title(name)),
            ...[color, reference].flatMap((name) => (name ? [fields[name]!.string] : [])),
        ];
    }

    private title(name: string): string {
        const { archInfo, fields } = this.model;
        return archInfo.fieldNodes[name]?.string || fields[name]!.string;
    }

    private get shownFields(): readonly string[] {
        return this.details.size > 0 ? this.model.archInfo.printed : [];
    }

    private row(id: number): PrintRow {
        const { model } = this;
        const { days, zone, state } = model;
        const events = printedEvents(model, id);
        const found: PrintDay[] = [];
        for (let day = days.first; day < days.end; day++) {
            const [from, to] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
            const ofDay = events.filter(({ start, stop }) => start < to && stop > from);
            if (ofDay.length > 0) {
                const name = state.scale === "day" ? "" : dayText(day, LONG_DAY);
                found.push({ day, name, events: ofDay.map((event) => this.event(event)) });
            }
        }
        const nothing = model.data.missing.has(id) ? _t("Not read yet") : _t("Nothing planned");
        return { id, name: model.resourceName(id), days: found, nothing };
    }

    private event(event: BoardEvent): PrintEvent {
        const { model, details } = this;
        const { who, label, color, reference } = model.archInfo.spec;
        const known = details.get(event.id);
        const isFree = model.archInfo.freeStates.has(event.state);
        const state = [model.stateName(event.state), event.matches ? "" : _t("not in the search")];
        return {
            id: event.id,
            className: `${isFree ? "o_sc_print_free" : ""} ${event.matches ? "" : "o_sc_print_dimmed"}`.trim(),
            time: this.time(event),
            who: (who && known?.[who]) || "",
            // Of what is on the board, who it is for is a part.
            what: known ? ((label && known[label]) ?? "") : this.blockViews.label(event),
            details: this.shownFields.map((name) => known?.[name] ?? ""),
            state: color ? state.filter(Boolean).join(", ") : null,
            reference: reference ? event.reference : null,
        };
    }

    private time(event: BoardEvent): string {
        const zone = this.model.zones.at(event.start);
        const [start, stop] = [zone.toLocal(event.start), zone.toLocal(event.stop)];
        const clock = clockFormat();
        const isOfOneDay = Math.floor(start / MINUTES_PER_DAY) === Math.floor((stop - 1) / MINUTES_PER_DAY);
        return isOfOneDay ? `${clock.format(start)} – ${clock.format(stop)}` : this.blockViews.timeRange(event);
    }
}

/** The rows of the board, all of them. */
function printedRows({ state, rowIds }: SupportCalendarModel): readonly number[] {
    return state.layout === "personal" ? [state.resourceId] : rowIds;
}

/** What is on the board in a row, in order. */
function printedEvents(model: SupportCalendarModel, resourceId: number): readonly BoardEvent[] {
    const { days, zone } = model;
    const [from, to] = [zone.startOfDay(days.first), zone.startOfDay(days.end)];
    return model.shownEvents(resourceId).filter(({ start, stop }) => start < to && stop > from);
}

/** The records on the board. */
export function printedIds(model: SupportCalendarModel): number[] {
    return printedRows(model).flatMap((row) => printedEvents(model, row).map(({ id }) => id));
}
