import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, mockService, onRpc, toggleMenuItem, toggleSearchBarMenu } from "@web/../tests/web_test_helpers";
import type { Outside } from "@support_center/support_calendar/outside_matches";
import { ARCH, defineVisits, makeServerData, MONDAY, serve, type ServerData } from "./support_calendar_data";
import { answerRow, block, mountBoard } from "./support_calendar_helpers";

describe.current.tags("desktop");
defineVisits();

const HOUR = 60;
const DAY = 24 * HOUR;
const SEARCH = `
    <search>
        <filter name="drafts" string="Drafts" domain="[('state', '=', 'draft')]"/>
        <filter name="context" string="Only context" context="{'extra': 1}"/>
    </search>`;

let server: ServerData;
let tellChanged: (...ids: readonly number[]) => Promise<void>;

beforeEach(() => {
    let listener: (message: object) => void = () => {};
    mockService("bus_service", {
        subscribe: (type: string, callback: (message: object) => void) => {
            if (type === "support_calendar/changed") {
                listener = callback;
            }
        },
        start: () => Promise.resolve(),
    });
    tellChanged = async (...ids) => {
        listener({ model: "visit", ids });
        await advanceTime(100);
        await animationFrame();
    };
    mockDate("2026-03-02 12:00:00", 0);
    localStorage.removeItem("support_calendar.visit");
    server = makeServerData();
    serve(server);
});

const found = (): string => queryOne(".o_sc_found").textContent?.trim() ?? "";
const spoken = (id: number): string => queryOne(block(id)).getAttribute("aria-label") ?? "";

async function searchDrafts(): Promise<void> {
    await toggleSearchBarMenu();
    await toggleMenuItem("Drafts");
    await animationFrame();
}

/** Until what is asked for later has been answered. */
async function rest(): Promise<void> {
    await advanceTime(1_500);
    await animationFrame();
}

/** Notes what is counted, and answers so. */
function noteOutside(answer: (kwargs: Record<string, unknown>) => Outside | Promise<Outside>): void {
    onRpc("visit", "support_calendar_read_outside", ({ kwargs }) => {
        expect.step([kwargs["start"], kwargs["stop"], kwargs["resource_id"], kwargs["without_free"]]);
        return answer(kwargs);
    });
}

test("without a search nothing is dimmed and nothing counted", async () => {
    noteOutside(() => server.outside);
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await rest();
    expect(".o_sc_dimmed").toHaveCount(0);
    expect(found()).toBe("");
    await toggleSearchBarMenu();
    await toggleMenuItem("Only context");
    await rest();
    expect(found()).toBe("");
    expect.verifySteps([]);
});

test("what does not match is dimmed, marked in the legend and in words", async () => {
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    server.events = { ...server.events, matching: 1 };
    await searchDrafts();
    expect(".o_sc_block").toHaveCount(3);
    expect(block(1)).not.toHaveClass("o_sc_dimmed");
    expect(block(2)).toHaveClass("o_sc_dimmed");
    expect(block(3)).toHaveClass("o_sc_dimmed");
    expect(spoken(1)).not.toMatch(/not in the search/);
    expect(spoken(3)).toMatch(/not in the search$/);
    expect(queryAllTexts(".o_sc_legend li").at(-1)).toBe("Not in the search");
    const [dimmed, plain] = [block(3), block(1)].map((selector) => getComputedStyle(queryOne(selector)));
    expect(dimmed!.fontStyle).toBe("italic");
    expect(plain!.fontStyle).toBe("normal");
});

test("the number of matches is that of the period, the row and what is shown", async () => {
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    server.outside = { count: 4, is_limited: false, last: { id: 9, start: MONDAY - 30 * DAY + 11 * HOUR } };
    await searchDrafts();
    await rest();
    expect(found()).toMatch(/^Matches in this period: 3\s*4 more, last on Sat, Jan 31 11:00/);
    await contains(".o_sc_hide").click();
    expect(found()).toMatch(/^Matches in this period: 2/);
    noteOutside(() => ({ count: 0, is_limited: false }));
    await contains("[aria-label=Layout] button:last-child").click();
    expect(found()).toBe("Matches in this period: 1");
    await contains(".o_sc_scale_day").click();
    await rest();
    expect(found()).toBe("Matches in this period: 1");
    expect.verifySteps([["2026-03-02 00:00:00", "2026-03-03 00:00:00", 11, true]]);
    await contains(".o_sc_next").click();
    await rest();
    expect(found()).toBe("Nothing matches the search.");
    expect.verifySteps([["2026-03-03 00:00:00", "2026-03-04 00:00:00", 11, true]]);
});

test("a button leads to the next match on other days", async () => {
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    const next = MONDAY + 5 * DAY + 11 * HOUR;
    server.outside = { count: 1000, is_limited: true, next: { id: 3, start: next } };
    server.events = { ...server.events, matching: 0 };
    await contains(".o_sc_scale_day").click();
    await searchDrafts();
    await rest();
    expect(".o_sc_found_outside").toHaveText("1000+ more, next on Saturday 11:00");
    server.events = { ...server.events, start: [...server.events.start.slice(0, 2), next - server.events.base] };
    await tellChanged(...Array.from({ length: 300 }, (_, index) => index + 1));
    await contains(".o_sc_found_outside").click();
    await animationFrame();
    await animationFrame();
    expect(queryOne(".o_sc_title").textContent).toMatch(/Saturday, (March 7|7 March)/);
    expect(block(3)).toBeFocused();
});

test("what changes begins or ceases to match, and is counted again", async () => {
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await searchDrafts();
    await rest();
    noteOutside(() => ({ count: 1, is_limited: false, next: { id: 8, start: MONDAY + 9 * DAY } }));
    onRpc("visit", "support_calendar_read_rows", () => ({ ...answerRow(1, MONDAY + 9 * HOUR, 11), matching: 0 }));
    await tellChanged(1);
    expect(block(1)).toHaveClass("o_sc_dimmed");
    expect(found()).toMatch(/^Matches in this period: 2/);
    await tellChanged(1);
    await rest();
    expect(found()).toMatch(/1 more, next on/);
    expect.verifySteps([["2026-03-01 00:00:00", "2026-03-08 00:00:00", null, false]]);
});

test("an answer about a period that is no longer shown is left out", async () => {
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await rest();
    const late = new Deferred<Outside>();
    noteOutside(({ start }) =>
        start === "2026-03-01 00:00:00"
            ? late
            : { count: 2, is_limited: false, next: { id: 8, start: MONDAY + 30 * DAY } },
    );
    await searchDrafts();
    await advanceTime(400);
    await contains(".o_sc_next").click();
    await rest();
    late.resolve({ count: 5, is_limited: false, next: { id: 9, start: MONDAY + 8 * DAY } });
    await animationFrame();
    expect(found()).not.toMatch(/5 more/);
    await rest();
    expect(found()).toMatch(/2 more/);
    expect.verifySteps([
        ["2026-03-01 00:00:00", "2026-03-08 00:00:00", null, false],
        ["2026-03-08 00:00:00", "2026-03-15 00:00:00", null, false],
    ]);
});

test("what the page is about is no search, and told to the server", async () => {
    const scope = [["name", "!=", "x"]];
    onRpc("visit", "support_calendar_read", ({ kwargs }) => {
        const { start, stop } = kwargs as Record<string, string>;
        if (start! < "2026-03-02 12:00:00" && "2026-03-02 12:00:00" < stop!) {
            expect.step([kwargs["domain"], kwargs["scope"]]);
        }
        return server;
    });
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH, domain: scope });
    expect(found()).toBe("");
    await searchDrafts();
    expect(found()).toBe("Matches in this period: 3");
    expect.verifySteps([
        [scope, scope],
        [["&", ...scope, ["state", "=", "draft"]], scope],
    ]);
});

test("a page about few of what is drawn says where they are, as a search does", async () => {
    server.events = { ...server.events, matching: 0 };
    noteOutside(() => ({ count: 20, is_limited: false, next: { id: 30, start: MONDAY + 30 * DAY + 11 * HOUR } }));
    await mountBoard(ARCH, {}, { domain: [["id", "in", [30, 31]]] });
    await rest();
    expect.verifySteps([["2026-03-01 00:00:00", "2026-03-08 00:00:00", null, false]]);
    expect(found()).toMatch(/^Matches in this period: 0/);
    expect(".o_sc_found_outside").toHaveText("20 more, next on Wed, Apr 1 11:00");
    expect(".o_sc_legend").toHaveText(/Not in the search/);
});

test("in months, what matches is shown before what does not", async () => {
    const count = 12;
    const many = <Value>(make: (index: number) => Value): Value[] =>
        Array.from({ length: count }, (_, index) => make(index));
    server.events = {
        base: MONDAY,
        matching: 1,
        // The only match is the last one of its day.
        id: many((index) => 100 - index),
        resource: many(() => 11),
        start: many((index) => (20 - index) * HOUR),
        duration: many(() => HOUR),
        label: many((index) => `Visit ${index}`),
    };
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await contains(".o_sc_scale_month").click();
    expect(block(100)).toHaveCount(1);
    expect(block(99)).toHaveCount(0);
    expect(".o_sc_more").toHaveClass("o_sc_dimmed");
    expect(".o_sc_more").toHaveAttribute("aria-label", /more, .*Mar.*, in the search: 0$/);
});
