import type { FieldDefinition } from "@odoo/arch";
import type { Services } from "@odoo/services";
import { browser } from "@web/core/browser/browser";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { KeepLast, Mutex } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { BoardData } from "../core/board_data";
import { daysOf, monthGrid, shiftDay, type DayRange, type Scale } from "../core/civil";
import { UNASSIGNED, type BoardEvent } from "../core/event";
import { fitIssues, type FitIssue, type Placement } from "../core/fit";
import { decodeEvents, type EventColumns } from "../core/payload";
import {
    RangeReader,
    type BoardRights,
    type LoadedRange,
    type Range,
    type RangeAnswer,
    type RangeServer,
} from "../core/range_reader";
import { UndoStack } from "../core/undo";
import { MINUTES_PER_DAY, type DayNumber, type UtcMinute } from "../core/units";
import { ZoneTable } from "../core/zone";
import { refusalMessage } from "./refusal";
import type { BoardLayout, SupportCalendarArchInfo } from "./support_calendar_arch_parser";
import { serializeMinute, userOffsetAt } from "./time_text";

/** What the view shows; kept when the user goes elsewhere and comes back. */
export interface BoardState {
    readonly day: DayNumber;
    readonly scale: Scale;
    readonly layout: BoardLayout;
    /** whether events that take no time (cancelled ones) are hidden */
    readonly hidesFree: boolean;
    /** whether all hours are drawn, and not only the useful ones */
    readonly isWholeDay: boolean;
    /** row that the personal layout shows */
    readonly resourceId: number;
}

/** Whether two placements are the same place and time. */
export function isSamePlacement(left: Placement, right: Placement): boolean {
    return left.resourceId === right.resourceId && left.start === right.start && left.stop === right.stop;
}

export interface SupportCalendarParams {
    readonly archInfo: SupportCalendarArchInfo;
    readonly resModel: string;
    readonly fields: Readonly<Record<string, FieldDefinition>>;
    readonly state: Partial<BoardState>;
}

export interface SearchParams {
    readonly domain: readonly unknown[];
    readonly context: Record<string, unknown>;
}

interface UndoStep {
    readonly id: number;
    readonly before: Placement;
    readonly after: Placement;
}

interface ChangeMessage {
    readonly model: string;
    readonly ids: readonly number[];
}

const PREFETCH_DELAY_MILLISECONDS = 60;
const CHANGE_DELAY_MILLISECONDS = 40;
/** Above this many changes at once, reading the range again is cheaper. */
const MAX_CHANGED_ROWS = 200;
const ZONE_MARGIN_DAYS = 100;
const NOTHING = { from: 0, to: 0 };
const NO_TEAM: BoardRights = { create: false, write: false, team: false };

/**
 * Data of the view: reads ranges, keeps neighbours at hand, makes changes visible before the server has confirmed them and takes
 * them back when it refuses.
 */
export class SupportCalendarModel extends Model<SupportCalendarParams, SearchParams> {
    static override services = ["notification", "bus_service"];

    declare archInfo: SupportCalendarArchInfo;
    declare resModel: string;
    declare fields: SupportCalendarParams["fields"];
    declare state: BoardState;
    /** the range on the screen */
    declare shown: LoadedRange;
    declare weekStart: number;
    declare search: SearchParams;
    declare undoStack: UndoStack<UndoStep>;
    declare notification: Services["notification"];
    declare busService: Services["bus_service"];
    declare hasChosenLayout: boolean;
    declare keepLast: KeepLast<LoadedRange>;
    declare mutex: Mutex;
    declare ranges: RangeReader;
    /** where the user wants to be; ahead of `state` while data is on its way */
    declare target: BoardState;
    /** last placement asked for, of records whose writing is not yet confirmed */
    declare pending: Map<number, Placement>;
    /** last placement that the server is known to have, of the same records */
    declare confirmed: Map<number, Placement>;
    declare zoneTable: ZoneTable | null;
    declare zoneDays: DayRange;
    declare shownRows: WeakMap<readonly BoardEvent[], readonly BoardEvent[]>;
    declare changedIds: Set<number>;
    declare timers: { prefetch: number; changes: number };
    declare isStopped: boolean;
    /** says which rows are in sight, once something is drawn */
    declare rowsInSight: () => readonly number[];
    declare onMessage: (message: ChangeMessage) => void;
    declare onReconnect: () => void;

    override setup(params: SupportCalendarParams, services: Pick<Services, "notification" | "bus_service">): void {
        this.archInfo = params.archInfo;
        this.resModel = params.resModel;
        this.fields = params.fields;
        this.notification = services.notification;
        this.busService = services.bus_service;
        this.weekStart = ((localization.weekStart + 6) % 7) + 1;
        this.search = { domain: [], context: {} };
        this.undoStack = new UndoStack();
        this.keepLast = new KeepLast();
        this.mutex = new Mutex();
        this.ranges = new RangeReader(this.server, (ids) => void this.refreshRows(ids));
        this.pending = new Map();
        this.confirmed = new Map();
        this.zoneTable = null;
        this.zoneDays = { first: 0, end: 0 };
        this.shownRows = new WeakMap();
        this.changedIds = new Set();
        this.timers = { prefetch: 0, changes: 0 };
        this.isStopped = false;
        this.rowsInSight = () => [];
        this.hasChosenLayout = Boolean(params.state.layout ?? this.archInfo.layout);
        const { scales, layout } = this.archInfo;
        const scale = params.state.scale;
        this.state = {
            day: params.state.day ?? this.today,
            scale: scale && scales.includes(scale) ? scale : scales[0]!,
            layout: params.state.layout ?? layout ?? "team",
            hidesFree: params.state.hidesFree ?? false,
            isWholeDay: params.state.isWholeDay ?? false,
            resourceId: params.state.resourceId ?? user.userId,
        };
        this.target = this.state;
        this.shown = { data: BoardData.build(0, 0, [], []), rights: NO_TEAM, readAt: 0 };
        this.onMessage = (message) => this.noteChanges(message);
        this.onReconnect = () => void this.reload();
    }

    /** Begins to listen for other people's changes. */
    start(): void {
        this.busService.subscribe("support_calendar/changed", this.onMessage);
        this.busService.addEventListener("BUS:RECONNECT", this.onReconnect);
        void this.busService.start();
    }

    stop(): void {
        this.isStopped = true;
        this.ranges.forget();
        this.busService.unsubscribe("support_calendar/changed", this.onMessage);
        this.busService.removeEventListener("BUS:RECONNECT", this.onReconnect);
        browser.clearTimeout(this.timers.prefetch);
        browser.clearTimeout(this.timers.changes);
    }

    // ------------------------------------------------------------
    // Reading
    // ------------------------------------------------------------

    override async load(search: Partial<SearchParams> = {}): Promise<void> {
        this.search = {
            domain: search.domain ?? this.search.domain,
            context: search.context ?? this.search.context,
        };
        await this.reload(this.ranges.fresh(this.rangeOf(this.target)));
    }

    /**
     * Reads what is shown again and forgets the rest.
     *
     * @param withHours whose working hours need not be read again
     */
    async reload(withHours?: LoadedRange): Promise<void> {
        this.ranges.forget();
        await this.navigate({}, withHours);
    }

    /**
     * Shows other days, another scale or layout. When its data is at hand this is done before the call returns.
     *
     * @param withHours whose working hours need not be read again, if it is of the same days
     */
    async navigate(changes: Partial<BoardState>, withHours?: LoadedRange): Promise<void> {
        this.hasChosenLayout ||= Boolean(changes.layout);
        this.target = { ...this.target, ...changes };
        const target = this.target;
        const range = this.rangeOf(target);
        const known = this.ranges.fresh(range);
        if (known) {
            // Also makes answers to earlier navigations come too late.
            void this.keepLast.add(Promise.resolve(known));
            this.show(target, known);
        } else {
            const first = this.rowsInSight();
            this.show(target, await this.keepLast.add(this.ranges.read(range, { withHours, first })));
        }
        // Whoever navigates does not wait for what is out of sight; if it fails, Odoo tells.
        void this.completeShown();
    }

    /** Reads the events of the rows that were not in sight. */
    async completeShown(): Promise<void> {
        const { shown } = this;
        await this.ranges.complete(shown, () => {
            if (shown === this.shown) {
                this.notify();
            }
        });
    }

    shift(steps: number): Promise<void> {
        const { scale, day } = this.target;
        return this.navigate({ day: shiftDay(scale, day, steps) });
    }

    get data(): BoardData {
        return this.shown.data;
    }

    get rights(): BoardRights {
        return this.shown.rights;
    }

    /** Days on the screen. A month in the personal layout is drawn in whole weeks. */
    get days(): DayRange {
        const { scale, day, layout } = this.state;
        return scale === "month" && layout === "personal"
            ? monthGrid(day, this.weekStart)
            : daysOf(scale, day, this.weekStart);
    }

    get zone(): ZoneTable {
        return this.zoneFor(this.daysToRead(this.state));
    }

    get now(): UtcMinute {
        return Math.floor(luxon.DateTime.local().toMillis() / 60_000);
    }

    get today(): DayNumber {
        const now = this.now;
        const day = Math.floor(now / MINUTES_PER_DAY);
        return this.zoneFor({ first: day - 1, end: day + 2 }).dayOf(now);
    }

    /** Rows in the order shown, the one for unassigned events first where the user may assign. */
    get rowIds(): readonly number[] {
        const ids = this.data.resources.map((resource) => resource.id);
        return this.rights.team ? [UNASSIGNED, ...ids] : ids;
    }

    /** Events of a row that are drawn, in order; the same array as long as nothing in it changes. */
    shownEvents(resourceId: number): readonly BoardEvent[] {
        const events = this.data.eventsOf(resourceId);
        let shown = this.shownRows.get(events);
        if (!shown) {
            shown = events.filter((event) => this.isShown(event));
            this.shownRows.set(events, shown);
        }
        return shown;
    }

    isShown(event: BoardEvent): boolean {
        return event.matches && !(this.state.hidesFree && this.archInfo.freeStates.has(event.state));
    }

    get isEmpty(): boolean {
        return this.data.resources.length === 0;
    }

    /** The first event of each status, for the legend: value and translated name. */
    get states(): readonly (readonly [string, string])[] {
        const { color } = this.archInfo.spec;
        return (color && this.fields[color]?.selection) || [];
    }

    stateName(state: string): string {
        return this.states.find(([value]) => value === state)?.[1] ?? "";
    }

    resourceName(resourceId: number): string {
        return resourceId === UNASSIGNED ? _t("Unassigned") : (this.data.resource(resourceId)?.name ?? "");
    }

    // ------------------------------------------------------------
    // Changing
    // ------------------------------------------------------------

    get canCreate(): boolean {
        return this.rights.create && this.archInfo.activeActions.create;
    }

    get canEdit(): boolean {
        return this.rights.write && this.archInfo.activeActions.edit;
    }

    canMove(event: BoardEvent): boolean {
        return this.canEdit && !this.archInfo.fixedStates.has(event.state);
    }

    canCancel(event: BoardEvent): boolean {
        return Boolean(this.archInfo.cancelMethod) && this.canMove(event);
    }

    /** What speaks against placing an event, without asking the server. */
    fitIssues(event: BoardEvent | null, to: Placement): FitIssue[] {
        return fitIssues(
            { ...to, id: event?.id ?? 0, lead: event?.lead ?? 0, from: event },
            {
                now: this.now,
                refusesPast: !this.archInfo.allowsPast,
                freeStates: this.archInfo.freeStates,
                loaded: this.data.missing.has(to.resourceId) ? NOTHING : this.data,
                events: this.data.eventsOf(to.resourceId),
                resource: this.data.resource(to.resourceId),
            },
        );
    }

    /**
     * Moves, resizes or reassigns: at once on the screen, then on the server. When the server refuses, the event goes back and the
     * user is told why.
     *
     * @returns whether it was saved
     */
    async reschedule(id: number, to: Placement, options: { canUndo: boolean } = { canUndo: true }): Promise<boolean> {
        const event = this.data.get(id);
        if (!event || isSamePlacement(event, to)) {
            return false;
        }
        const before: Placement = { resourceId: event.resourceId, start: event.start, stop: event.stop };
        if (!this.pending.has(id)) {
            this.confirmed.set(id, before);
        }
        this.pending.set(id, to);
        this.patch([{ ...event, ...to }]);
        return this.mutex.exec(async () => {
            try {
                await this.write(id, to);
            } catch (error) {
                this.takeBack(id, to);
                return this.explainRefusal(error, id);
            }
            if (options.canUndo) {
                this.undoStack.push({ id, before, after: to });
            }
            return true;
        });
    }

    /** Takes the last move, resize or reassignment back. */
    async undo(): Promise<boolean> {
        const step = this.undoStack.pop();
        const event = step && this.data.get(step.id);
        if (!step) {
            return false;
        }
        if (!event || !isSamePlacement(event, step.after)) {
            this.notification.add(_t("This cannot be undone any more: it has been changed since."), {
                type: "warning",
            });
            return false;
        }
        return this.reschedule(step.id, step.before, { canUndo: false });
    }

    /**
     * Shows records as the server has them now, after a dialog or somebody else has changed them.
     */
    async refreshRows(ids: readonly number[]): Promise<void> {
        if (ids.length === 0 || this.isStopped) {
            return;
        }
        if (ids.length > MAX_CHANGED_ROWS) {
            return this.reload();
        }
        const columns = await this.orm.silent.call<EventColumns>(this.resModel, "support_calendar_read_rows", [], {
            record_ids: ids,
            ...this.readOptions,
        });
        this.applyRows(ids, columns);
    }

    /** Shows a record that has just been saved before the server has been asked for it. */
    showSaved(event: Pick<BoardEvent, "id"> & Partial<BoardEvent> & Placement): void {
        const known = this.data.get(event.id);
        this.patch([
            {
                lead: 0,
                state: "",
                label: "",
                reference: "",
                revision: 0,
                matches: true,
                ...known,
                ...event,
            },
        ]);
    }

    // ------------------------------------------------------------
    // Internals
    // ------------------------------------------------------------

    get server(): RangeServer {
        return {
            read: (range, known, first) =>
                this.orm.call<RangeAnswer>(this.resModel, "support_calendar_read", [], {
                    ...serializeRange(range),
                    ...(known.length > 0 ? { known_resource_ids: known } : {}),
                    ...(first ? { first_resource_ids: first } : {}),
                    ...this.readOptions,
                }),
            readEvents: (range, rows) =>
                this.orm.silent.call<EventColumns>(this.resModel, "support_calendar_read_events", [], {
                    ...serializeRange(range),
                    resource_ids: rows,
                    ...this.readOptions,
                }),
        };
    }

    get readOptions(): object {
        return { domain: this.search.domain, spec: this.archInfo.spec, context: this.search.context };
    }

    /** Day and week share what they read, so that going from one to the other needs no call. */
    daysToRead(state: BoardState): DayRange {
        return state.scale === "month"
            ? monthGrid(state.day, this.weekStart)
            : daysOf("week", state.day, this.weekStart);
    }

    rangeOf(state: BoardState): Range {
        const days = this.daysToRead(state);
        const zone = this.zoneFor(days);
        return { from: zone.startOfDay(days.first), to: zone.startOfDay(days.end) };
    }

    zoneFor(days: DayRange): ZoneTable {
        if (!this.zoneTable || days.first < this.zoneDays.first || days.end > this.zoneDays.end) {
            this.zoneDays = { first: days.first - ZONE_MARGIN_DAYS, end: days.end + ZONE_MARGIN_DAYS };
            this.zoneTable = ZoneTable.build(
                userOffsetAt,
                (this.zoneDays.first - 1) * MINUTES_PER_DAY,
                (this.zoneDays.end + 1) * MINUTES_PER_DAY,
            );
        }
        return this.zoneTable;
    }

    show(state: BoardState, loaded: LoadedRange): void {
        if (this.isStopped) {
            return;
        }
        this.shown = loaded;
        const hidesFreeChanged = state.hidesFree !== this.state.hidesFree;
        this.state = this.withValidLayout(state, loaded);
        this.target = this.state;
        if (hidesFreeChanged) {
            this.shownRows = new WeakMap();
        }
        this.notify();
        this.prefetchLater();
    }

    /** Those who see only themselves get the personal layout, which always shows a row that there is. */
    withValidLayout(state: BoardState, { rights, data }: LoadedRange): BoardState {
        const wanted = this.hasChosenLayout ? state.layout : (this.archInfo.layout ?? "team");
        const ids = data.resources.map((resource) => resource.id);
        return {
            ...state,
            layout: rights.team ? wanted : "personal",
            resourceId: ids.includes(state.resourceId) ? state.resourceId : (ids[0] ?? user.userId),
        };
    }

    prefetchLater(): void {
        browser.clearTimeout(this.timers.prefetch);
        this.timers.prefetch = browser.setTimeout(() => void this.prefetch(), PREFETCH_DELAY_MILLISECONDS);
    }

    /** Reads the next and the previous range, one after the other, unless the user has gone on meanwhile. */
    async prefetch(): Promise<void> {
        const from = this.state;
        const scale = from.scale === "day" ? "week" : from.scale;
        for (const step of [1, -1]) {
            const range = this.rangeOf({ ...from, scale, day: shiftDay(scale, from.day, step) });
            if (this.isStopped || this.state.day !== from.day || this.state.scale !== from.scale) {
                return;
            }
            if (!this.ranges.fresh(range)) {
                try {
                    await this.completeShown();
                    await this.ranges.read(range);
                } catch {
                    // Nobody asked for it: when the user does, it is read again and an error is shown.
                    return;
                }
            }
        }
    }

    async write(id: number, to: Placement): Promise<void> {
        const { revision } = this.archInfo.spec;
        const columns = await this.orm.silent.call<EventColumns>(this.resModel, "support_calendar_write", [], {
            record_id: id,
            vals: this.placementValues(this.confirmed.get(id)!, to),
            ...this.readOptions,
            ...(revision ? { expected_revision: this.data.get(id)?.revision ?? null } : {}),
        });
        this.confirmed.set(id, to);
        this.settle(id, to);
        this.applyRows([id], columns);
    }

    /** The last wish for a record is fulfilled or refused: from now on it is shown as the server has it. */
    settle(id: number, placement: Placement): boolean {
        const isLast = this.pending.get(id) === placement;
        if (isLast) {
            this.pending.delete(id);
            this.confirmed.delete(id);
        }
        return isLast;
    }

    placementValues(before: Placement, to: Placement): Record<string, unknown> {
        const { date_start, date_stop, resource } = this.archInfo.spec;
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

    /** Shows rows as the server has them, but for what the user has asked for since. */
    applyRows(ids: readonly number[], columns: EventColumns): void {
        const events = decodeEvents(columns).map((event) => ({ ...event, ...this.pending.get(event.id) }));
        const found = new Set(columns.id);
        this.patch(
            events,
            ids.filter((id) => !found.has(id)),
        );
    }

    patch(changed: readonly BoardEvent[], removed: readonly number[] = []): void {
        const before = this.data;
        this.ranges.patch(this.shown, changed, removed);
        if (this.data !== before) {
            this.notify();
        }
    }

    /** Undoes an optimistic change, unless a later one of the same record is under way. */
    takeBack(id: number, refused: Placement): void {
        const before = this.confirmed.get(id);
        const event = this.data.get(id);
        if (this.settle(id, refused) && before && event) {
            this.patch([{ ...event, ...before }]);
        }
    }

    explainRefusal(error: unknown, id: number): boolean {
        const message = refusalMessage(error);
        if (message === null) {
            throw error;
        }
        this.notification.add(message, { type: "danger", title: _t("Not saved") });
        this.bus.trigger("ANNOUNCE", message);
        if (error instanceof RPCError) {
            void this.refreshRows([id]);
        }
        return false;
    }

    noteChanges(message: ChangeMessage): void {
        if (message.model !== this.resModel) {
            return;
        }
        message.ids.forEach((id) => this.changedIds.add(id));
        this.ranges.noteChanged(message.ids);
        browser.clearTimeout(this.timers.changes);
        this.timers.changes = browser.setTimeout(() => {
            const ids = [...this.changedIds];
            this.changedIds.clear();
            // A record being written answers with its own row.
            void this.refreshRows(ids.filter((id) => !this.pending.has(id)));
        }, CHANGE_DELAY_MILLISECONDS);
    }
}

function serializeRange({ from, to }: Range): { start: string; stop: string } {
    return { start: serializeMinute(from), stop: serializeMinute(to) };
}
