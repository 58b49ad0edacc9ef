import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryOne, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate, mockTimeZone } from "@odoo/hoot-mock";
import type { EventColumns } from "@support_center/core/payload";
import {
    contains,
    getService,
    makeMockEnv,
    makeServerError,
    mockService,
    onRpc,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { ARCH, defineVisits, makeServerData, MONDAY, serve, type ServerData } from "./support_calendar_data";
import { announced, answerRow, block, focusBlock, mountBoard, notified } from "./support_calendar_helpers";

describe.current.tags("desktop");
defineVisits();

const HOUR = 60;
const WEEK = 7 * 24 * HOUR;
const SEARCH = `<search><filter name="drafts" string="Drafts" domain="[('state', '=', 'draft')]"/></search>`;

let server: ServerData;
/** those who listen to the server's messages */
let listeners: Map<string, (message: object) => void>;

beforeEach(() => {
    listeners = new Map();
    mockService("bus_service", {
        subscribe: (type: string, callback: (message: object) => void) => listeners.set(type, callback),
        // What becomes of the connection is up to the tests.
        start: () => Promise.resolve(),
    });
    mockDate("2026-03-01 12:00:00", 0);
    localStorage.removeItem("support_calendar.visit");
    server = makeServerData();
    serve(server);
});

const timeOf = (id: number): string | null => queryOne(block(id)).getAttribute("aria-label");
const minuteOf = (stored: string): number => Date.parse(`${stored.replace(" ", "T")}Z`) / 60_000;

/** Lets the server save what it is asked to, noting what and on which condition. */
function saveMoves(): void {
    let revision = 0;
    onRpc("visit", "support_calendar_write", ({ kwargs }) => {
        const { start } = kwargs["vals"] as { start: string };
        expect.step([start, kwargs["expected_revision"]]);
        return answerRow(1, minuteOf(start), 11, ++revision);
    });
}

/** What a proxy says when Odoo is away. */
const loseConnection = (): Response => new Response("", { status: 502 });

/** Lets the server answer, noting what it is asked about the week shown; its neighbours are read for later, at some moment. */
function noteReads(note: (domain: unknown) => unknown = () => "read"): void {
    const shown = "2026-03-02 12:00:00";
    onRpc("visit", "support_calendar_read", ({ kwargs }) => {
        if ((kwargs["start"] as string) < shown && shown < (kwargs["stop"] as string)) {
            expect.step(note(kwargs["domain"]));
        }
        return server;
    });
}

/** Somebody else has moved a visit, and no message of it has come. */
function moveUnheard(): void {
    server.events = { ...server.events, ...answerRow(1, MONDAY + 13 * HOUR, 12) };
}

async function pass(milliseconds: number): Promise<void> {
    await advanceTime(milliseconds);
    await animationFrame();
}

const connection = (): string => queryOne(".o_sc_connection").textContent ?? "";

/** As when somebody else, or this user elsewhere, has changed a visit. */
async function tellChanged(...ids: readonly number[]): Promise<void> {
    listeners.get("support_calendar/changed")!({ model: "visit", ids });
    await advanceTime(100);
    await animationFrame();
}

async function moveByDialog(id: number, date: string): Promise<void> {
    await focusBlock(id);
    await press("e");
    await waitFor(".o_sc_move_form");
    await contains(".o_sc_move_start").edit(`${date} 09:00:00`, { confirm: "tab" });
    await contains(".o_sc_move_save").click();
    await animationFrame();
}

test("a connection that comes back while the board is still being read does not keep it from being shown", async () => {
    const [asked, first, second] = [new Deferred(), new Deferred(), new Deferred()];
    const answers = [first, second];
    onRpc("visit", "support_calendar_read", async () => {
        asked.resolve();
        await answers.shift();
        return server;
    });
    await makeMockEnv();
    const shown = mountBoard();
    await asked;
    getService("bus_service").trigger("BUS:RECONNECT");
    second.resolve();
    await animationFrame();
    first.resolve();
    await shown;
    expect(block(1)).toHaveCount(1);
});

test("a move to another week is saved with the revision seen, and can be undone", async () => {
    saveMoves();
    await mountBoard();
    await moveByDialog(1, "03/09/2026");
    expect(block(1)).toHaveCount(0);
    expect(announced()).toMatch(/^Moved to Anna, .*9.*09:00/);
    await contains(".o_sc_undo").click();
    await animationFrame();
    expect(timeOf(1)).toMatch(/09:00/);
    expect(announced()).toBe("Undone.");
    expect.verifySteps([
        ["2026-03-09 09:00:00", 0],
        ["2026-03-02 09:00:00", 1],
    ]);
});

test("the button that undoes the last move leaves the focus on the board", async () => {
    saveMoves();
    await mountBoard();
    await moveByDialog(1, "03/03/2026");
    await moveByDialog(1, "03/04/2026");
    queryOne(".o_sc_undo").focus();
    await press("Enter");
    await animationFrame();
    expect(".o_sc_undo").toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(".o_sc_undo").toHaveCount(0);
    expect('.o_sc_board [tabindex="0"]').toBeFocused();
    expect.verifySteps([
        ["2026-03-03 09:00:00", 0],
        ["2026-03-04 09:00:00", 1],
        ["2026-03-03 09:00:00", 2],
        ["2026-03-02 09:00:00", 3],
    ]);
});

test("what was moved to another week comes back when the server refuses it or cannot be reached", async () => {
    onRpc("visit", "support_calendar_write", loseConnection);
    onRpc("visit", "support_calendar_read_rows", () => answerRow(1, MONDAY + 13 * HOUR, 12));
    await mountBoard();
    await moveByDialog(1, "03/09/2026");
    await waitFor(".o_notification");
    expect(".o_notification").toHaveText(/no connection to the server/);
    expect(timeOf(1)).toMatch(/09:00/);

    onRpc("visit", "support_calendar_write", () => {
        throw makeServerError({ message: "It is at 13:00 now.", errorName: "odoo.exceptions.ValidationError" });
    });
    await moveByDialog(1, "03/09/2026");
    await animationFrame();
    expect(notified()).toMatch(/It is at 13:00 now\./);
    expect(timeOf(1)).toMatch(/13:00/);
});

test("an undo that did not reach the server can be tried again", async () => {
    saveMoves();
    await mountBoard();
    await moveByDialog(1, "03/09/2026");
    expect.verifySteps([["2026-03-09 09:00:00", 0]]);
    onRpc("visit", "support_calendar_write", loseConnection);
    await contains(".o_sc_undo").click();
    await animationFrame();
    expect(block(1)).toHaveCount(0);
    expect(".o_sc_undo").toHaveCount(1);
    saveMoves();
    await contains(".o_sc_undo").click();
    await animationFrame();
    expect(timeOf(1)).toMatch(/09:00/);
    expect(".o_sc_undo").toHaveCount(0);
    expect.verifySteps([["2026-03-02 09:00:00", 1]]);
});

test("the dialog does not overwrite a move that somebody else made while it was open", async () => {
    saveMoves();
    onRpc("visit", "support_calendar_read_rows", () => answerRow(1, MONDAY + 13 * HOUR, 12));
    await mountBoard();
    await focusBlock(1);
    await press("e");
    await waitFor(".o_sc_move_form");
    await tellChanged(1);
    expect(timeOf(1)).toMatch(/13:00/);
    await contains(".o_sc_move_start").edit("03/02/2026 10:00:00", { confirm: "tab" });
    await contains(".o_sc_move_save").click();
    await animationFrame();
    expect(notified()).toMatch(/“Boiler” has been moved meanwhile, to Bob, .*13:00/);
    expect.verifySteps([]);
});

test("a form is saved on condition that nobody has changed the schedule since it was opened", async () => {
    onRpc("visit", "web_save", ({ args, kwargs }) => {
        const context = kwargs["context"] as Record<string, unknown>;
        expect.step([args[1], context["support_expected_revision"]]);
    });
    onRpc("visit", "support_calendar_read_rows", () => answerRow(1, MONDAY + 9 * HOUR, 11));
    await mountBoard();
    await focusBlock(1);
    await press("Enter");
    await waitFor(".o_dialog .o_form_view");
    await contains(".o_dialog .o_field_widget[name=name] input").edit("Heating");
    await contains(".o_dialog .o_form_button_save").click();
    await animationFrame();
    expect.verifySteps([[{ name: "Heating" }, 4]]);
});

test("the dialog means the clock of the day that it moves to", async () => {
    mockDate("2026-11-20 12:00:00");
    mockTimeZone("Europe/Berlin");
    const monday = Date.UTC(2026, 10, 23) / 60_000;
    server.events = { ...server.events, base: monday - 24 * HOUR };
    saveMoves();
    await mountBoard(ARCH, { initial_date: "2026-11-23" });
    await focusBlock(1);
    await press("e");
    await waitFor(".o_sc_move_form");
    // Summer time begins more than a hundred days later.
    await contains(".o_sc_move_start").edit("04/05/2027 10:00:00", { confirm: "tab" });
    await contains(".o_sc_move_save").click();
    await animationFrame();
    expect(announced()).toMatch(/10:00.*11:00/);
    expect.verifySteps([["2027-04-05 08:00:00", 0]]);
});

test("a change by somebody else while a move is being saved is read afterwards", async () => {
    const saved = new Deferred();
    onRpc("visit", "support_calendar_write", async () => {
        await saved;
        return answerRow(1, MONDAY + 9 * HOUR + 15, 11);
    });
    onRpc("visit", "support_calendar_read_rows", ({ kwargs }) => {
        expect.step(kwargs["record_ids"]);
        return answerRow(1, MONDAY + 13 * HOUR, 12);
    });
    await mountBoard();
    await focusBlock(1);
    await press(["Shift", "ArrowRight"]);
    await press("Enter");
    await tellChanged(1);
    expect(timeOf(1)).toMatch(/09:15/);
    expect.verifySteps([]);
    saved.resolve();
    await animationFrame();
    await animationFrame();
    expect(timeOf(1)).toMatch(/13:00/);
    expect.verifySteps([[1]]);
});

test("what somebody else changed while there was no connection is shown once there is one again", async () => {
    expect.errors(1);
    await mountBoard();
    onRpc("visit", "support_calendar_read", loseConnection);
    onRpc("visit", "support_calendar_read_rows", loseConnection);
    server.events = { ...server.events, ...answerRow(1, MONDAY + 13 * HOUR, 12) };
    await tellChanged(1);
    expect.verifyErrors([/support_calendar_read_rows/]);
    expect(".o_notification").toHaveText(/Connection lost/);
    expect(timeOf(1)).toMatch(/09:00/);
    serve(server);
    // The web client looks for the connection by itself.
    onRpc("/web/webclient/version_info", () => ({}));
    await advanceTime(2_500);
    await animationFrame();
    expect(timeOf(1)).toMatch(/13:00/);
});

test("a search that the connection was lost in is made once there is one again", async () => {
    expect.errors(1);
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    onRpc("visit", "support_calendar_read", loseConnection);
    await toggleSearchBarMenu();
    await toggleMenuItem("Drafts");
    await animationFrame();
    expect.verifyErrors([/support_calendar_read/]);
    noteReads((domain) => domain);
    onRpc("/web/webclient/version_info", () => ({}));
    await advanceTime(2_500);
    await animationFrame();
    expect.verifySteps([[["state", "=", "draft"]]]);
});

test("rows that were asked for under another search are left out", async () => {
    const late = new Deferred<EventColumns>();
    onRpc("visit", "support_calendar_read_rows", () => late);
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await tellChanged(2);
    await toggleSearchBarMenu();
    await toggleMenuItem("Drafts");
    await animationFrame();
    expect(block(2)).toHaveCount(1);
    late.resolve({ ...answerRow(2, MONDAY + WEEK, 12) });
    await animationFrame();
    expect(block(2)).toHaveCount(1);
});

test("steps that failed are not made up for later", async () => {
    expect.errors(2);
    await mountBoard();
    let isDown = true;
    onRpc("visit", "support_calendar_read", () => {
        if (isDown) {
            throw makeServerError({ message: "No", errorName: "odoo.exceptions.UserError" });
        }
        return server;
    });
    for (let step = 0; step < 2; step++) {
        await contains(".o_sc_scale_month").click();
        await animationFrame();
        await press("Escape");
        await animationFrame();
    }
    expect.verifyErrors([/No/, /No/]);
    isDown = false;
    await contains(".o_sc_next").click();
    await animationFrame();
    expect(".o_sc_scale_week").toHaveClass("active");
    expect(queryOne(".o_sc_title").textContent).toMatch(/Mar 8|8 Mar/);
});

test("what no message came of is shown after a few minutes, and the focus stays where it is", async () => {
    await mountBoard();
    await pass(1_000);
    await focusBlock(1);
    noteReads();
    moveUnheard();
    await pass(100_000);
    expect.verifySteps([]);
    expect(timeOf(1)).toMatch(/09:00/);
    await pass(25_000);
    expect(timeOf(1)).toMatch(/13:00/);
    expect(connection()).toBe("");
    expect(block(1)).toBeFocused();
    expect.verifySteps(["read"]);
});

test("nothing is read while something is being moved, and all is afterwards", async () => {
    await mountBoard();
    noteReads();
    moveUnheard();
    await focusBlock(1);
    await press("m");
    await pass(240_000);
    expect.verifySteps([]);
    expect(timeOf(1)).toMatch(/09:00/);
    await press("Escape");
    await pass(5_000);
    expect(timeOf(1)).toMatch(/13:00/);
    expect.verifySteps(["read"]);
});

test("who comes back to the window is shown what is there now, without reading it all the time", async () => {
    await mountBoard();
    await pass(1_000);
    noteReads();
    moveUnheard();
    window.dispatchEvent(new Event("focus"));
    await pass(1_000);
    expect.verifySteps([]);
    await pass(35_000);
    expect(timeOf(1)).toMatch(/13:00/);
    expect.verifySteps(["read"]);
    window.dispatchEvent(new Event("focus"));
    await pass(1_000);
    expect.verifySteps([]);
});

test("a message that is missing is made up for, and one that was overtaken is not", async () => {
    await mountBoard();
    await pass(40_000);
    onRpc("visit", "support_calendar_read_rows", () => answerRow(2, MONDAY + 10 * HOUR, 11));
    noteReads();
    const tell = (number: number): void =>
        listeners.get("support_calendar/changed")!({ model: "visit", ids: [2], number });
    [7, 9, 8].forEach(tell);
    await pass(4_000);
    expect.verifySteps([]);
    moveUnheard();
    tell(11);
    await pass(4_000);
    expect(timeOf(1)).toMatch(/13:00/);
    expect.verifySteps(["read"]);
});

test("a lost connection is said, with the time until which all is known, and what was missed is read when it is back", async () => {
    await mountBoard();
    noteReads();
    const bus = getService("bus_service");
    bus.trigger("BUS:DISCONNECT");
    await pass(1_000);
    // Odoo renews its connection every hour, which is not worth a word.
    expect(connection()).toBe("");
    await pass(5_000);
    expect(connection()).toBe("Reconnecting… last updated 12:00");
    moveUnheard();
    bus.trigger("BUS:RECONNECT");
    await pass(100);
    expect(connection()).toBe("");
    expect(timeOf(1)).toMatch(/13:00/);
    expect.verifySteps(["read"]);
});

test("while the server does not answer, the board says how old it is and does not open a dialog", async () => {
    await mountBoard();
    onRpc("visit", "support_calendar_read", () => {
        throw makeServerError({ message: "the database system is starting up" });
    });
    await pass(125_000);
    expect(connection()).toBe("Reconnecting… last updated 12:00");
    expect(".o_dialog").toHaveCount(0);
    serve(server);
    await pass(35_000);
    expect(connection()).toBe("");
});

test("a change that the server takes long to save is marked and announced until it has answered, whatever others change", async () => {
    const answer = new Deferred();
    onRpc("visit", "support_calendar_write", async () => {
        await answer;
        return answerRow(1, MONDAY + 9 * HOUR + 15, 12);
    });
    onRpc("visit", "support_calendar_read_rows", ({ kwargs }) =>
        (kwargs["record_ids"] as number[]).includes(1)
            ? answerRow(1, MONDAY + 9 * HOUR + 15, 12)
            : answerRow(2, MONDAY + 15 * HOUR, 12),
    );
    await mountBoard(ARCH, {}, { searchViewArch: SEARCH });
    await focusBlock(1);
    await press(["Shift", "ArrowRight"]);
    await press("ArrowDown");
    await press("Enter");
    await pass(300);
    expect(block(1)).not.toHaveClass("o_sc_unsaved");
    await pass(100);
    const expectMark = (): void => {
        expect(block(1)).toHaveClass("o_sc_unsaved");
        expect(timeOf(1)).toMatch(/09:15 .*Not yet saved$/);
    };
    expectMark();
    expect(block(1)).toBeFocused();
    expect(announced()).toBe("Not yet saved, waiting for the server: Boiler");

    // Somebody else changes another one, and this one.
    await tellChanged(1, 2);
    expect(timeOf(2)).toMatch(/15:00/);
    expectMark();
    // All is read again, and the server does not know of it yet.
    await toggleSearchBarMenu();
    await toggleMenuItem("Drafts");
    await animationFrame();
    expectMark();

    answer.resolve();
    await animationFrame();
    await animationFrame();
    expect(block(1)).not.toHaveClass("o_sc_unsaved");
    expect(timeOf(1)).not.toMatch(/Not yet saved/);
    expect(announced()).toMatch(/^Moved to Bob/);
});

test("a change that the server refuses after a while loses its mark", async () => {
    const answer = new Deferred();
    onRpc("visit", "support_calendar_write", async () => {
        await answer;
        throw makeServerError({ message: "Bob has the day off.", errorName: "odoo.exceptions.ValidationError" });
    });
    onRpc("visit", "support_calendar_read_rows", () => answerRow(1, MONDAY + 9 * HOUR, 11));
    await mountBoard();
    await focusBlock(1);
    await press(["Shift", "ArrowDown"]);
    await press("Enter");
    await pass(400);
    expect(block(1)).toHaveClass("o_sc_unsaved");
    answer.resolve();
    await waitFor(".o_notification");
    await animationFrame();
    expect(block(1)).not.toHaveClass("o_sc_unsaved");
    expect(timeOf(1)).toMatch(/09:00/);
});
