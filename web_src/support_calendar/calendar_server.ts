import type { FieldDefinition } from "@odoo/arch";
import type { Services } from "@odoo/services";
import { RPCError } from "@web/core/network/rpc";
import type { BoardData } from "../core/board_data";
import type { BoardEvent } from "../core/event";
import type { Placement } from "../core/fit";
import { decodeEvents, type EventColumns } from "../core/payload";
import type { Range, RangeAnswer, RangeServer } from "../core/range_reader";
import type { ScheduleServer } from "../core/schedule_writer";
import type { Outside, OutsideQuestion } from "./outside_matches";
import type { SupportCalendarArchInfo } from "./support_calendar_arch_parser";
import { serializeMinute } from "./time_text";

export interface SearchParams {
    readonly domain: readonly unknown[];
    /** the part of the domain that is what the page is about, whatever is searched for */
    readonly scope: readonly unknown[];
    readonly context: Record<string, unknown>;
}

/** What the server is asked about: always what holds at the time of a call. */
export interface CalendarQuestion {
    readonly orm: Services["orm"];
    readonly resModel: string;
    readonly archInfo: SupportCalendarArchInfo;
    readonly fields: Readonly<Record<string, FieldDefinition>>;
    readonly search: SearchParams;
    readonly data: BoardData;
}

type RecordValues = Readonly<Record<string, unknown>> & { readonly id: number };

/** The methods that every model with a calendar has on the server. */
export class CalendarServer implements RangeServer, ScheduleServer {
    constructor(private readonly question: CalendarQuestion) {}

    read(
        range: Range,
        known: readonly number[],
        first: readonly number[] | null,
        isQuiet: boolean,
    ): Promise<RangeAnswer> {
        const { orm, resModel } = this.question;
        return (isQuiet ? orm.silent : orm).call<RangeAnswer>(resModel, "support_calendar_read", [], {
            ...serializeRange(range),
            ...(known.length > 0 ? { known_resource_ids: known } : {}),
            ...(first ? { first_resource_ids: first } : {}),
            ...this.options,
            ...this.scope,
        });
    }

    readEvents(range: Range, rows: readonly number[]): Promise<EventColumns> {
        return this.ask("support_calendar_read_events", { ...serializeRange(range), resource_ids: rows });
    }

    readRows(ids: readonly number[]): Promise<EventColumns> {
        return this.ask("support_calendar_read_rows", { record_ids: ids });
    }

    readOutside({ from, to, domain, resourceId, withoutFree }: OutsideQuestion): Promise<Outside> {
        const { orm, resModel } = this.question;
        return orm.silent.call<Outside>(resModel, "support_calendar_read_outside", [], {
            ...serializeRange({ from, to }),
            ...this.options,
            domain,
            resource_id: resourceId,
            without_free: withoutFree,
        });
    }

    /** Texts of records by field, of those that the user may read. */
    async readTexts(ids: readonly number[], names: readonly string[]): Promise<Map<number, Record<string, string>>> {
        const { orm, resModel, search, fields } = this.question;
        // What is archived may have been searched for.
        const context = { ...search.context, active_test: false };
        const records = await orm.call<readonly RecordValues[]>(resModel, "search_read", [[["id", "in", ids]], names], {
            context,
        });
        return new Map(
            records.map((values) => [
                values.id,
                Object.fromEntries(names.map((name) => [name, textOf(values[name], fields[name])])),
            ]),
        );
    }

    async write(known: BoardEvent, to: Placement): Promise<BoardEvent | undefined> {
        const { search, archInfo } = this.question;
        const columns = await this.ask("support_calendar_write", {
            record_id: known.id,
            vals: this.placementValues(known, to),
            ...(archInfo.spec.revision ? { expected_revision: known.revision } : {}),
        });
        const [saved] = decodeEvents(columns);
        const isOfOldSearch = search !== this.question.search;
        // Whether it matches the new search shows when it is read again, which follows.
        return saved && isOfOldSearch
            ? { ...saved, matches: this.question.data.get(known.id)?.matches ?? known.matches }
            : saved;
    }

    isRefusal(error: unknown): boolean {
        return error instanceof RPCError;
    }

    private placementValues(before: Placement, to: Placement): Record<string, unknown> {
        const { date_start, date_stop, resource } = this.question.archInfo.spec;
        const vals: Record<string, unknown> = {};
        if (before.start !== to.start || before.stop !== to.stop) {
            vals[date_start] = serializeMinute(to.start);
            vals[date_stop] = serializeMinute(to.stop);
        }
        if (before.resourceId !== to.resourceId) {
            vals[resource] = to.resourceId || false;
        }
        return vals;
    }

    /** Asks without blocking the screen. */
    private ask(method: string, parameters: object): Promise<EventColumns> {
        const { orm, resModel } = this.question;
        return orm.silent.call<EventColumns>(resModel, method, [], { ...parameters, ...this.options, ...this.scope });
    }

    private get scope(): object {
        const { scope } = this.question.search;
        return scope.length > 0 ? { scope } : {};
    }

    private get options(): object {
        const { search, archInfo } = this.question;
        return { domain: search.domain, spec: archInfo.spec, context: search.context };
    }
}

/** A field's value as text; many2one fields come as pairs of id and name. */
function textOf(value: unknown, field: FieldDefinition | undefined): string {
    if (field?.selection) {
        return field.selection.find(([key]) => key === value)?.[1] ?? "";
    }
    const text: unknown = Array.isArray(value) ? value[1] : value;
    return typeof text === "string" ? text : "";
}

function serializeRange({ from, to }: Range): { start: string; stop: string } {
    return { start: serializeMinute(from), stop: serializeMinute(to) };
}
