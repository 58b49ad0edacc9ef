import { browser } from "@web/core/browser/browser";
import { router, routerBus } from "@web/core/browser/router";
import { dayFromIso, isoFromDay, type Scale } from "../core/civil";
import type { BoardState, SupportCalendarModel } from "./support_calendar_model";

/** What the page's address says of a board, by the names that it has there. */
export interface AddressState {
    /** as ISO 8601; absent where today was chosen, so that a bookmark of today goes on with the days */
    readonly date: string | undefined;
    readonly scale: Scale | undefined;
    /** whose board is shown; absent where it is the team's */
    readonly resource: number | undefined;
}

/** Whoever goes through days quickly leaves no step of them behind. */
const REST_MILLISECONDS = 300;

const address = (): string => router.stateToUrl(router.current);

/**
 * The address that the browser came to by itself: by a link, a reload, or back and forward. Any other board is opened while the
 * address is still that of the page before, which may be a board's as well.
 */
let arrivedAt: string | null = address();
routerBus.addEventListener("ROUTE_CHANGE", () => (arrivedAt = address()));

/** What the address asks for, if it is for the board that is being opened. */
export function addressOnArrival(scales: readonly Scale[]): Partial<BoardState> {
    return arrivedAt === address() ? readAddress(router.current, scales) : {};
}

function readAddress(values: Readonly<Record<string, unknown>>, scales: readonly Scale[]): Partial<BoardState> {
    const { date, resource } = values;
    const day = typeof date === "string" ? dayFromIso(date) : null;
    const scale = scales.find((known) => known === values["scale"]);
    return {
        ...(day === null ? {} : { day }),
        // An address that this board wrote, in which nobody is named, is the team's.
        ...(scale ? { scale, layout: "team" as const } : {}),
        ...(typeof resource === "number" ? { layout: "personal", resourceId: resource } : {}),
    };
}

/** Keeps the page's address up to date with what a board shows. Back and forward open the board anew, as Odoo does all views. */
export class BoardAddress {
    private hasStarted = false;
    private noted = "";
    private timer = 0;

    /**
     * @param write gives a state to Odoo's action service, which makes an entry of the browser's history
     */
    constructor(
        private readonly model: SupportCalendarModel,
        private readonly write: (state: AddressState) => void,
    ) {}

    /** To be called when the board comes into the page, before it gets its entry of the history. */
    start(): void {
        const asked = addressOnArrival(this.model.archInfo.scales);
        const hasArrived = arrivedAt === address();
        arrivedAt = null;
        this.hasStarted = true;
        this.noted = this.subject;
        // Saying more than the link did would make another entry of the history, and the way back longer.
        this.write(hasArrived ? valuesOf(asked) : this.state);
    }

    /** To be called whenever something else may be shown. */
    note(): void {
        const { subject } = this;
        // At midnight, today's board becomes yesterday's without anybody having gone anywhere.
        if (this.hasStarted && subject !== this.noted) {
            this.noted = subject;
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => this.flush(), REST_MILLISECONDS);
        }
    }

    /** To be called before the page is left, which may be before a step has been shown. */
    flush(): void {
        const { subject } = this;
        if (this.hasStarted && (this.timer || subject !== this.noted)) {
            this.forget();
            this.noted = subject;
            this.write(this.state);
        }
    }

    forget(): void {
        browser.clearTimeout(this.timer);
        this.timer = 0;
    }

    private get state(): AddressState {
        const { day, scale, layout, resourceId } = this.model.target;
        return {
            date: day === this.model.today ? undefined : isoFromDay(day),
            scale,
            resource: layout === "personal" && this.model.rights.team ? resourceId : undefined,
        };
    }

    private get subject(): string {
        const { day, scale, layout, resourceId } = this.model.target;
        return [day, scale, layout, layout === "personal" ? resourceId : ""].join();
    }
}

function valuesOf({ day, scale, resourceId }: Partial<BoardState>): AddressState {
    return { date: day === undefined ? undefined : isoFromDay(day), scale, resource: resourceId };
}
