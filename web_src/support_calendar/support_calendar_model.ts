import type { FieldDefinition } from "@odoo/arch";
import type { SearchModel } from "@odoo/search";
import type { Services } from "@odoo/services";
import { browser } from "@web/core/browser/browser";
import { Domain } from "@web/core/domain";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { Model } from "@web/model/model";
import { BoardData } from "../core/board_data";
import { daysOf, monthGrid, shiftDay, type DayRange, type Scale } from "../core/civil";
import { UNASSIGNED, type BoardEvent } from "../core/event";
import { fitIssues, isSamePlacement, type FitContext, type FitIssue, type Placement } from "../core/fit";
import { Latest } from "../core/latest";
import { RangeReader, type BoardRights, type LoadedRange, type Range } from "../core/range_reader";
import { RowReader } from "../core/row_reader";
import { ScheduleWriter, type ShownSchedule, type UndoOutcome } from "../core/schedule_writer";
import type { DayNumber, UtcMinute } from "../core/units";
import type { ZoneTable } from "../core/zone";
import { ZoneTables } from "../core/zone_tables";
import { CalendarServer, type SearchParams } from "./calendar_server";
import { ChangeFeed } from "./change_feed";
import { OutsideMatches, type Outside } from "./outside_matches";
import { refusalMessage } from "./refusal";
import { SaveWatch } from "./save_watch";
import type { BoardLayout, SupportCalendarArchInfo } from "./support_calendar_arch_parser";
import { userOffsetAt } from "./time_text";

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

export interface SupportCalendarParams {
    readonly archInfo: SupportCalendarArchInfo;
    readonly resModel: string;
    readonly fields: Readonly<Record<string, FieldDefinition>>;
    readonly state: Partial<BoardState>;
}

const PREFETCH_DELAY_MILLISECONDS = 60;
/** Above this many changes at once, reading the range again is cheaper. */
const MAX_CHANGED_ROWS = 200;
const NOTHING = { from: 0, to: 0 };
const NO_TEAM: BoardRights = { create: false, write: false, team: false };

/** Data of the view: what it shows, and what other people change meanwhile. Its parts read, keep and write it. */
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
    declare notification: Services["notification"];
    declare changes: ChangeFeed;
    declare outside: OutsideMatches;
    declare hasChosenLayout: boolean;
    declare latest: Latest<LoadedRange>;
    declare ranges: RangeReader;
    declare rows: RowReader;
    declare writer: ScheduleWriter;
    declare saves: SaveWatch;
    declare server: CalendarServer;
    declare zones: ZoneTables;
    /** where the user wants to be; ahead of `state` while data is on its way */
    declare target: BoardState;
    declare shownRows: WeakMap<readonly BoardEvent[], readonly BoardEvent[]>;
    declare prefetchTimer: number;
    declare isStopped: boolean;
    /** says which rows are in sight, once something is drawn */
    declare rowsInSight: () => readonly number[];
    /** says whether the user has something in the air, once something is drawn */
    declare isGestureOn: () => boolean;

    override setup(params: SupportCalendarParams, services: Pick<Services, "notification" | "bus_service">): void {
        this.archInfo = params.archInfo;
        this.resModel = params.resModel;
        this.fields = params.fields;
        this.notification = services.notification;
        this.changes = new ChangeFeed(services.bus_service, this.resModel, {
            noteChanged: (ids) => this.ranges.noteChanged(ids),
            refreshRows: (ids) => void this.refreshRows(ids),
            reload: () => this.readAgain(),
            isBusy: () => this.isBusy,
            showConnection: () => this.notify(),
        });
        this.weekStart = ((localization.weekStart + 6) % 7) + 1;
        this.search = { domain: [], scope: [], context: {} };
        this.latest = new Latest();
        this.zones = new ZoneTables(userOffsetAt);
        const server = new CalendarServer(this);
        this.server = server;
        this.ranges = new RangeReader(server, (ids) => void this.refreshRows(ids));
        this.rows = new RowReader((ids) => this.changes.follow(server.readRows(ids)), this.patch.bind(this));
        this.saves = new SaveWatch((id) => this.markUnsaved(id));
        this.writer = new ScheduleWriter(server, this.shownSchedule, {
            hold: (id) => {
                this.rows.hold(id);
                this.saves.begin(id);
            },
            release: (id) => {
                this.saves.end(id);
                this.rows.release(id);
            },
        });
        this.outside = new OutsideMatches(
            (question) => server.readOutside(question),
            () => this.notify(),
        );
        this.shownRows = new WeakMap();
        this.prefetchTimer = 0;
        this.isStopped = false;
        this.rowsInSight = () => [];
        this.isGestureOn = () => false;
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
        this.shown = { data: BoardData.build(0, 0, [], []), rights: NO_TEAM, lead: 0, duration: 0, readAt: 0 };
    }

    /** Begins to listen for other people's changes. */
    start(): void {
        this.changes.start();
    }

    stop(): void {
        this.isStopped = true;
        this.ranges.forget();
        this.changes.stop();
        this.outside.stop();
        this.saves.stop();
        browser.clearTimeout(this.prefetchTimer);
    }

    // ------------------------------------------------------------
    // Reading
    // ------------------------------------------------------------

    override async load(search: Partial<SearchParams> = {}): Promise<void> {
        this.search = {
            domain: search.domain ?? this.search.domain,
            scope: this.pageDomain,
            context: search.context ?? this.search.context,
        };
        this.rows.forget();
        await this.reload(this.ranges.fresh(this.rangeOf(this.target)));
    }

    /**
     * Reads what is shown again and forgets the rest.
     *
     * @param withHours whose working hours need not be read again
     */
    async reload(withHours?: LoadedRange): Promise<void> {
        this.ranges.forget();
        this.outside.noteChanged();
        await this.changes.followAll(this.navigate({}, withHours));
    }

    /**
     * Reads what is shown again, hours and all, without a word and without getting into the user's way.
     *
     * @returns whether it is shown; not if the user has gone on meanwhile
     */
    async readAgain(): Promise<boolean> {
        const { state } = this;
        this.ranges.forget();
        this.outside.noteChanged();
        const loaded = await this.ranges.read(this.rangeOf(state), { first: this.rowsInSight(), isQuiet: true });
        if (this.state !== state || this.isBusy || this.isStopped) {
            return false;
        }
        this.show(state, loaded);
        await this.completeShown();
        return true;
    }

    /** Whether a gesture, a change or a step to elsewhere has begun and not ended. */
    get isBusy(): boolean {
        return this.isGestureOn() || this.writer.isBusy || this.target !== this.state;
    }

    /** Until when what is shown is known to be as the server has it, while that is not known of now. */
    get lostSince(): number | null {
        return this.changes.lostSince;
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
            void this.latest.add(Promise.resolve(known));
            this.show(target, known);
        } else {
            const first = this.rowsInSight();
            try {
                const loaded = await this.latest.add(this.ranges.read(range, { withHours, first }));
                if (this.target !== target) {
                    // Whoever asked later has shown it.
                    return;
                }
                this.show(target, loaded);
            } catch (error) {
                // Nobody goes there any more: the next step counts from what is on the screen.
                if (this.target === target) {
                    this.target = this.state;
                }
                throw error;
            }
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

    /** What records say in some fields, as texts. */
    readTexts(ids: readonly number[], names: readonly string[]): Promise<Map<number, Record<string, string>>> {
        return this.changes.follow(this.server.readTexts(ids, names));
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
        return this.zones.of(this.daysToRead(this.state));
    }

    get now(): UtcMinute {
        return Math.floor(luxon.DateTime.local().toMillis() / 60_000);
    }

    get today(): DayNumber {
        const { now } = this;
        return this.zones.at(now).dayOf(now);
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
        return !(this.state.hidesFree && this.archInfo.freeStates.has(event.state));
    }

    /** Whether something is looked for, or the page is about chosen events, such as those that were just imported. */
    get isSearching(): boolean {
        const { domain, scope } = this.search;
        return JSON.stringify(domain) !== JSON.stringify(scope) || this.isAboutFew;
    }

    /** Whether the page leaves out something that is drawn, or names its events one by one. */
    private get isAboutFew(): boolean {
        const { scope } = this.search;
        if (scope.length === 0) {
            return false;
        }
        return (
            scope.some((term) => Array.isArray(term) && term[0] === "id") ||
            this.rowIds.some((id) => this.shownEvents(id).some(({ matches }) => !matches))
        );
    }

    /** How many events on the board match the search; null while not all of them have been read. */
    get foundHere(): number | null {
        const { data, days, zone, state } = this;
        if (data.missing.size > 0) {
            return null;
        }
        const rows = state.layout === "personal" ? [state.resourceId] : this.rowIds;
        const [from, to] = [zone.startOfDay(days.first), zone.startOfDay(days.end)];
        const isHere = ({ matches, start, stop }: BoardEvent): boolean => matches && start < to && stop > from;
        return rows.reduce((count, id) => count + this.shownEvents(id).filter(isHere).length, 0);
    }

    /** What the search finds on other days; null while that is not known, and without a search. */
    get foundOutside(): Outside | null {
        return this.outside.known;
    }

    /** Minutes that something new takes, at least one step of the clock. */
    get newDuration(): number {
        return Math.max(this.shown.duration, this.archInfo.snap);
    }

    get isEmpty(): boolean {
        return this.data.resources.length === 0;
    }

    /** Every status in order: value and translated name. */
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
            { ...to, id: event?.id ?? 0, lead: event?.lead ?? this.shown.lead, state: event?.state ?? "", from: event },
            this.fitContext(to.resourceId),
        );
    }

    /** What is known of a row by which a placement is judged. */
    fitContext(resourceId: number): FitContext {
        return {
            now: this.now,
            refusesPast: !this.archInfo.allowsPast,
            freeStates: this.archInfo.freeStates,
            assignedStates: this.archInfo.assignedStates,
            loaded: this.data.missing.has(resourceId) ? NOTHING : this.data,
            events: this.data.eventsOf(resourceId),
            resource: this.data.resource(resourceId),
        };
    }

    /** Whether a record is shown as the user wants it, and the server takes long to save it. */
    isUnsaved(id: number): boolean {
        return this.writer.isPending(id) && this.saves.isLate(id);
    }

    get undoStack(): ScheduleWriter["undoStack"] {
        return this.writer.undoStack;
    }

    /**
     * Moves, resizes or reassigns: at once on the screen, then on the server. When the server refuses, the event goes back and the
     * user is told why.
     *
     * @returns whether it was saved
     */
    async reschedule(id: number, to: Placement): Promise<boolean> {
        const event = this.data.get(id);
        if (!event || isSamePlacement(event, to)) {
            return false;
        }
        try {
            await this.writer.change(event, to, { canUndo: true });
        } catch (error) {
            this.explainRefusal(error, id);
            return false;
        }
        return true;
    }

    /**
     * Takes the last move, resize or reassignment back.
     *
     * @returns "not saved" also when the undo itself was not; the user has been told why
     */
    async undo(): Promise<UndoOutcome> {
        let id = 0;
        try {
            const outcome = await this.writer.undo((taken) => (id = taken));
            if (outcome === "changed since") {
                this.notification.add(_t("This cannot be undone any more: it has been changed since."), {
                    type: "warning",
                });
            }
            return outcome;
        } catch (error) {
            this.explainRefusal(error, id);
            return "not saved";
        } finally {
            // Whether there is anything left to undo.
            this.notify();
        }
    }

    /**
     * Shows records as the server has them now, after a dialog or somebody else has changed them.
     */
    async refreshRows(ids: readonly number[]): Promise<void> {
        if (ids.length === 0 || this.isStopped) {
            return;
        }
        this.outside.noteChanged();
        if (ids.length > MAX_CHANGED_ROWS) {
            return this.reload();
        }
        await this.rows.read(ids);
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

    get shownSchedule(): ShownSchedule {
        return {
            get: (id) => this.data.get(id),
            covers: ({ resourceId, start, stop }) => {
                const { data } = this;
                const isRead = resourceId === UNASSIGNED || data.resource(resourceId) !== null;
                return isRead && !data.missing.has(resourceId) && start < data.to && stop > data.from;
            },
            show: (changed, removed) => {
                this.ranges.patch(this.shown, changed, removed);
                this.outside.noteChanged();
                // Also when nothing of it is in sight: something is pending or can be undone now.
                this.notify();
            },
        };
    }

    /** Day and week share what they read, so that going from one to the other needs no call. */
    daysToRead(state: BoardState): DayRange {
        return state.scale === "month"
            ? monthGrid(state.day, this.weekStart)
            : daysOf("week", state.day, this.weekStart);
    }

    rangeOf(state: BoardState): Range {
        const days = this.daysToRead(state);
        const zone = this.zones.of(days);
        return { from: zone.startOfDay(days.first), to: zone.startOfDay(days.end) };
    }

    show(state: BoardState, loaded: LoadedRange): void {
        if (this.isStopped) {
            return;
        }
        this.shown = loaded;
        // What has just been read is not yet as the user wants it.
        loaded.data = loaded.data.patch(this.writer.wished((id) => loaded.data.get(id)));
        const hidesFreeChanged = state.hidesFree !== this.state.hidesFree;
        this.state = this.withValidLayout(state, loaded);
        this.target = this.state;
        if (hidesFreeChanged) {
            this.shownRows = new WeakMap();
        }
        this.wantOutside();
        this.notify();
        this.prefetchLater();
    }

    wantOutside(): void {
        const { days, zone, state, search } = this;
        const question = {
            from: zone.startOfDay(days.first),
            to: zone.startOfDay(days.end),
            domain: search.domain,
            resourceId: state.layout === "personal" ? state.resourceId : null,
            withoutFree: state.hidesFree,
        };
        this.outside.want(this.isSearching ? question : null);
    }

    /** What the page is about, whatever is searched for: the domain of its action, as the search has it. */
    get pageDomain(): readonly unknown[] {
        const { searchModel } = this.env as { searchModel: SearchModel };
        return Domain.and([searchModel.globalDomain]).toList(searchModel.domainEvalContext);
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
        browser.clearTimeout(this.prefetchTimer);
        this.prefetchTimer = browser.setTimeout(() => void this.prefetch(), PREFETCH_DELAY_MILLISECONDS);
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
                    await this.ranges.read(range, { isQuiet: true });
                } catch {
                    // Nobody asked for it: when the user does, it is read again and an error is shown.
                    return;
                }
            }
        }
    }

    patch(changed: readonly BoardEvent[], removed: readonly number[] = []): void {
        const before = this.data;
        this.ranges.patch(this.shown, changed, removed);
        if (this.data !== before) {
            this.notify();
        }
    }

    /** Has the row drawn anew, with a mark. It may be none of those shown by now: the user is told in any case. */
    markUnsaved(id: number): void {
        const event = this.writer.wished((of) => this.data.get(of)).find((wished) => wished.id === id);
        if (event) {
            this.shown.data = this.data.patch([event]);
            this.notify();
            this.bus.trigger("UNSAVED", event);
        }
    }

    /** Tells the user why something could not be saved. Throws again what is not for them to understand. */
    explainRefusal(error: unknown, id: number): void {
        const message = refusalMessage(error);
        if (message === null) {
            throw error;
        }
        // Notifications are read out by themselves.
        this.notification.add(message, { type: "danger", title: _t("Not saved") });
        if (error instanceof RPCError) {
            void this.refreshRows([id]);
        }
    }
}
