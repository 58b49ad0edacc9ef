// Generated from web_src/hoot/support_calendar_view.test.ts: change it there.
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryAllTexts, queryOne, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { onWillStart, xml } from "@odoo/owl";
import { SupportCalendarRenderer } from "@support_center/support_calendar/support_calendar_renderer";
import { supportCalendarView } from "@support_center/support_calendar/support_calendar_view";
import { registry } from "@web/core/registry";
import { contains, makeServerError, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { ARCH, defineVisits, makeServerData, MONDAY, serve } from "./support_calendar_data";
import { announced, answerRow, block, focusBlock, mountBoard } from "./support_calendar_helpers";
describe.current.tags("desktop");
defineVisits();
let server;
beforeEach(() => {
  mockDate("2026-03-01 12:00:00", 0);
  localStorage.removeItem("support_calendar.visit");
  server = makeServerData();
  serve(server);
});
test("shows a row for each resource, the unassigned first, and blocks as plain text", async () => {
  await mountBoard();
  expect(queryAllTexts(".o_sc_name_text")).toEqual(["Unassigned", "Anna", "Bob"]);
  expect(".o_sc_block").toHaveCount(3);
  expect(block(2)).toHaveText(/^. <b>Hostile<\/b>$/u);
  expect(".o_sc_board").toHaveAttribute("role", "grid");
  expect(".o_sc_board").toHaveAttribute("aria-rowcount", "4");
  expect(queryOne(block(1)).getAttribute("aria-label")).toMatch(/Boiler, Anna, Draft, V\/1/);
});
test("status is told by class and legend, and what takes no time can be hidden", async () => {
  await mountBoard();
  const legend = queryAllTexts(".o_sc_legend li");
  expect(legend.map((text) => text.slice(1).trim())).toEqual(["Draft", "Confirmed", "Done", "Cancelled"]);
  expect(new Set(legend.map((text) => text[0])).size).toBe(4);
  expect(block(2)).toHaveClass("o_sc_free");
  await contains(".o_sc_hide").click();
  expect(block(2)).toHaveCount(0);
  expect(".o_sc_block").toHaveCount(2);
});
test("those who see only themselves get the personal layout without a way to others", async () => {
  server.rights = { create: true, write: true, team: false };
  server.resources = { id: [11], name: ["Anna"] };
  await mountBoard();
  expect(".o_sc_personal").toHaveCount(1);
  expect(".o_sc_column").toHaveCount(7);
  expect("[aria-label=Layout]").toHaveCount(0);
});
test("says what to do when there is nobody to plan for", async () => {
  server.resources = { id: [], name: [] };
  await mountBoard();
  expect(".o_sc_board").toHaveCount(0);
  expect(".o_sc_nothing").toHaveText(/Nothing to plan on yet.*“User”/s);
});
test("what takes no time is called as the model calls it", async () => {
  await mountBoard(ARCH.replace('free_states="cancelled"', 'free_states="done,draft"'));
  expect(".o_sc_hide").toHaveText("Hide: Done, Draft");
  await focusBlock(1);
  await press("x");
  await animationFrame();
  expect(announced()).toBe("Hidden: Done, Draft");
  await contains(".o_sc_help").click();
  await waitFor(".o_dialog");
  expect(".o_dialog").toHaveText(/Show or hide: Done, Draft/);
});
test("where everything takes time, nothing is hidden", async () => {
  await mountBoard(ARCH.replace('free_states="cancelled"', ""));
  const before = announced();
  await focusBlock(1);
  await press("x");
  await animationFrame();
  expect(announced()).toBe(before);
  expect(".o_sc_block").toHaveCount(3);
  expect(".o_sc_hide").toHaveCount(0);
});
test("exactly one element of the grid is in the tab order", async () => {
  await mountBoard();
  expect('.o_sc_board [tabindex="0"]').toHaveCount(1);
  await focusBlock(1);
  await press("ArrowRight");
  await animationFrame();
  expect('.o_sc_board [tabindex="0"]').toHaveCount(1);
});
test("the tab order follows a focus that assistive technology sets", async () => {
  await mountBoard();
  expect('.o_sc_board [tabindex="0"]').not.toHaveAttribute("data-id", "2");
  queryOne(block(2)).focus();
  await animationFrame();
  expect(block(2)).toBeFocused();
  expect(block(2)).toHaveAttribute("tabindex", "0");
  expect('.o_sc_board [tabindex="0"]').toHaveCount(1);
  await press("ArrowUp");
  await animationFrame();
  expect(queryOne(":focus").closest(".o_sc_row")).toHaveText(/Anna/);
});
test("arrows walk through blocks and free time", async () => {
  await mountBoard();
  await contains(block(1)).click();
  await press("Escape");
  await animationFrame();
  await focusBlock(1);
  await press("ArrowRight");
  await animationFrame();
  expect(".o_sc_slot").toBeFocused();
  expect(queryOne(".o_sc_slot").getAttribute("aria-label")).toMatch(/^Anna, .*10:00.*Free$/);
  await press("ArrowDown");
  await animationFrame();
  expect(block(2)).toBeFocused();
});
test("a move with the keyboard shows at once and is saved with the revision seen", async () => {
  const answer = new Deferred();
  onRpc("visit", "support_calendar_write", async ({ kwargs }) => {
    expect.step([kwargs["record_id"], kwargs["vals"], kwargs["expected_revision"]]);
    await answer;
    return answerRow(1, MONDAY + 9 * 60 + 15, 12);
  });
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowRight"]);
  await press("ArrowDown");
  await animationFrame();
  expect(announced()).toMatch(/^Bob, .*09:15.*Fits$/);
  await press("Enter");
  await animationFrame();
  expect(queryOne(block(1)).getAttribute("aria-label")).toMatch(/09:15/);
  expect(block(1)).not.toHaveClass("o_sc_unsaved");
  answer.resolve();
  await animationFrame();
  await animationFrame();
  await advanceTime(500);
  expect(block(1)).not.toHaveClass("o_sc_unsaved");
  expect(announced()).toMatch(/^Moved to Bob/);
  expect.verifySteps([[1, { start: "2026-03-02 09:15:00", stop: "2026-03-02 10:15:00", user_id: 12 }, 0]]);
});
test("what the server refuses goes back, with the reason", async () => {
  onRpc("visit", "support_calendar_write", () => {
    throw makeServerError({ message: "Bob has the day off.", errorName: "odoo.exceptions.ValidationError" });
  });
  onRpc("visit", "support_calendar_read_rows", () => answerRow(1, MONDAY + 9 * 60, 11));
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowDown"]);
  await press("Enter");
  await waitFor(".o_notification");
  expect(".o_notification").toHaveText(/Bob has the day off\./);
  await animationFrame();
  expect(queryOne(block(1)).getAttribute("aria-label")).toMatch(/09:00/);
  expect(announced()).not.toMatch(/Bob has the day off/);
});
test("what cannot fit is refused before the server is asked, naming what is in the way", async () => {
  server.events = { ...server.events, state: [1, 2, 2], resource: [11, 11, 0] };
  onRpc("visit", "support_calendar_write", () => expect.step("write"));
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowRight"]);
  await animationFrame();
  expect(announced()).toMatch(/Taken by V\/2, <b>Hostile<\/b>, .*10:00 – 11:00$/);
  expect(".o_sc_ghost_refused").toHaveCount(1);
  await press("Enter");
  await animationFrame();
  expect(".o_notification").toHaveText(/Taken by V\/2, <b>Hostile<\/b>, .*10:00 – 11:00/);
  expect(announced()).not.toMatch(/This does not fit/);
  expect.verifySteps([]);
});
test("Escape gives a move up", async () => {
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowRight"]);
  await press("Escape");
  await animationFrame();
  expect(".o_sc_ghost").toHaveCount(0);
  expect(announced()).toBe("Given up. Nothing was changed.");
});
test("completed ones are not offered to be moved", async () => {
  server.events = { ...server.events, states: ["cancelled", "done", "confirmed"] };
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowRight"]);
  await animationFrame();
  expect(".o_sc_ghost").toHaveCount(0);
  expect(announced()).toBe("This cannot be moved.");
});
test("undo takes the last move back", async () => {
  onRpc("visit", "support_calendar_write", ({ kwargs }) => {
    const vals = kwargs["vals"];
    expect.step(vals.start);
    return answerRow(1, Date.parse(`${vals.start.replace(" ", "T")}Z`) / 6e4, 11);
  });
  await mountBoard();
  await focusBlock(1);
  await press(["Shift", "ArrowRight"]);
  await press("Enter");
  await waitFor(".o_sc_undo");
  await contains(".o_sc_undo").click();
  await animationFrame();
  expect.verifySteps(["2026-03-02 09:15:00", "2026-03-02 09:00:00"]);
});
test("only the read for the range asked for last is shown", async () => {
  await mountBoard();
  await advanceTime(200);
  const late = new Deferred();
  let calls = 0;
  onRpc("visit", "support_calendar_read", async () => {
    calls++;
    if (calls === 1) {
      await late;
    }
    return {
      ...server,
      events: {
        ...server.events,
        matching: 0,
        id: [],
        resource: [],
        start: [],
        duration: [],
        label: [],
        state: [],
        reference: []
      }
    };
  });
  await contains(".o_sc_scale_month").click();
  await contains(".o_sc_scale_week").click();
  late.resolve();
  await animationFrame();
  expect(".o_sc_scale_week").toHaveClass("active");
  expect(".o_sc_block").toHaveCount(3);
});
test("of many rows, those in sight are shown before the others have been read", async () => {
  const { events } = server;
  const columns = (indexes) => ({
    ...events,
    matching: indexes.length,
    id: indexes.map((index) => events.id[index]),
    resource: indexes.map((index) => events.resource[index]),
    start: indexes.map((index) => events.start[index]),
    duration: indexes.map((index) => events.duration[index]),
    label: indexes.map((index) => events.label[index]),
    state: indexes.map((index) => events.state[index]),
    reference: indexes.map((index) => events.reference[index])
  });
  server.events = columns([0, 2]);
  server.missing_resource_ids = [12];
  const rest = new Deferred();
  onRpc("visit", "support_calendar_read_events", async ({ kwargs }) => {
    expect.step(`rest of ${String(kwargs["resource_ids"])}`);
    await rest;
    return columns([1]);
  });
  await mountBoard();
  expect.verifySteps(["rest of 12"]);
  expect(block(1)).toHaveCount(1);
  expect(block(2)).toHaveCount(0);
  expect(".o_sc_load").toHaveCount(1);
  rest.resolve();
  await animationFrame();
  expect(block(2)).toHaveCount(1);
  expect(".o_sc_load").toHaveCount(2);
});
test("going to a prefetched week needs no call", async () => {
  await mountBoard();
  await advanceTime(500);
  await animationFrame();
  let calls = 0;
  onRpc("visit", "support_calendar_read", () => {
    calls++;
    return server;
  });
  await contains(".o_sc_next").click();
  expect(queryOne(".o_sc_title").textContent).toMatch(/Mar 8|8 Mar/);
  expect(calls).toBe(0);
});
test("a click on free time opens the form with that time and row", async () => {
  onRpc("visit", "onchange", ({ kwargs }) => {
    const context = kwargs["context"];
    expect.step([context["default_user_id"], typeof context["default_start"]]);
  });
  await mountBoard();
  const track = queryAll(".o_sc_row .o_sc_track")[2];
  const rect = track.getBoundingClientRect();
  track.dispatchEvent(
    new MouseEvent("click", { bubbles: true, clientX: rect.left + rect.width * 0.8, clientY: rect.top + 10 })
  );
  await waitFor(".o_dialog .o_form_view");
  expect.verifySteps([[12, "string"]]);
});
test("details offer the next step, moving and cancelling without a drag", async () => {
  await mountBoard();
  await contains(block(1)).click();
  await waitFor(".o_sc_details button");
  expect(queryAllTexts(".o_sc_details .btn-sm")).toEqual(["Start", "Edit", "Move to…", "Cancel…"]);
});
test("buttons may depend on the fields that attributes name, shown or not", async () => {
  await mountBoard(ARCH.replace('<field name="state"/>', ""));
  await contains(block(1)).click();
  await waitFor(".o_sc_details button");
  expect(queryAllTexts(".o_sc_details .btn-sm")).toEqual(["Start", "Edit", "Move to…", "Cancel…"]);
  expect(queryAllTexts(".o_sc_details dt")).toEqual(["Name"]);
});
test("two buttons may call one method", async () => {
  const again = `<button name="action_start" string="Go on" invisible="state == 'done'"/></support_calendar>`;
  await mountBoard(ARCH.replace("</support_calendar>", again));
  await contains(block(1)).click();
  await waitFor(".o_sc_details button");
  expect(queryAllTexts(".o_sc_details .btn-sm")).toEqual(["Start", "Go on", "Edit", "Move to…", "Cancel…"]);
});
test("Delete cancels by the method of the arch, and shows what became of it", async () => {
  onRpc("visit", "action_cancel", ({ args }) => {
    expect.step(["action_cancel", args[0]]);
    return false;
  });
  onRpc("visit", "support_calendar_read_rows", () => ({
    ...answerRow(1, MONDAY + 9 * 60, 11),
    states: ["cancelled"],
    state: [0]
  }));
  await mountBoard();
  await focusBlock(1);
  await press("Delete");
  await waitFor(`${block(1)}.o_sc_free`);
  expect.verifySteps([["action_cancel", [1]]]);
});
test("cancelling by a dialog says what became of it when the dialog is closed, and nothing before", async () => {
  let state = "confirmed";
  onRpc("visit", "action_cancel", () => ({
    type: "ir.actions.act_window",
    res_model: "visit",
    res_id: 2,
    views: [[false, "form"]],
    target: "new"
  }));
  onRpc("visit", "support_calendar_read_rows", () => ({
    ...answerRow(1, MONDAY + 9 * 60, 11),
    states: [state],
    state: [0]
  }));
  server.events = { ...server.events, state: [2, 0, 2] };
  await mountBoard();
  await focusBlock(1);
  const before = announced();
  await press("Delete");
  await waitFor(".o_dialog .o_form_view");
  await animationFrame();
  expect(announced()).toBe(before);
  state = "cancelled";
  await contains(".o_dialog .btn-close").click();
  await waitFor(`${block(1)}.o_sc_free`);
  expect(announced()).toBe("Boiler, Cancelled");
});
test("letting go after Escape creates nothing", async () => {
  onRpc("visit", "onchange", () => expect.step("form"));
  await mountBoard();
  const { drop } = await contains(block(1)).drag();
  await press("Escape");
  await drop(".o_sc_row:last .o_sc_track");
  await animationFrame();
  expect(".o_dialog").toHaveCount(0);
  expect.verifySteps([]);
});
test("the move dialog judges before it saves", async () => {
  await mountBoard();
  await focusBlock(1);
  await press("e");
  await waitFor(".o_sc_move_form");
  expect(".o_sc_move_form [role=status]").toHaveText("Fits.");
  await contains(".o_sc_move_start").edit("03/02/2026 06:00:00", { confirm: "tab" });
  expect(".o_sc_move_form [role=status]").toHaveText("Outside working hours");
});
test("a move without a start says what is missing", async () => {
  await mountBoard();
  await focusBlock(1);
  await press("e");
  await waitFor(".o_sc_move_form");
  await contains(".o_sc_move_start").edit("", { confirm: "tab" });
  expect(".o_sc_move_form [role=status]").toHaveText("Give a start and a length in minutes.");
  expect(".o_sc_move_save").not.toBeEnabled();
});
test("a date is gone to in Odoo's own words for it; no date leaves all as it is", async () => {
  await mountBoard();
  const shown = queryOne(".o_sc_title").textContent;
  await contains(".o_sc_date").edit("", { confirm: "tab" });
  expect(".o_sc_title").toHaveText(shown);
  expect(".o_sc_date").toHaveValue("03/02/2026");
  await contains(".o_sc_date").edit("+7d", { confirm: "tab" });
  await waitFor(".o_sc_title:not(:contains(" + shown + "))");
  expect(".o_sc_date").toHaveValue(/^\d\d\/\d\d\/\d{4}$/);
});
test("an arch without what the view needs is refused in a sentence", async () => {
  expect.errors(1);
  await mountView({
    type: "support_calendar",
    resModel: "visit",
    arch: '<support_calendar date_start="start" date_stop="stop"/>'
  }).catch(() => void 0);
  await animationFrame();
  expect.verifyErrors([/needs the attribute "resource"/]);
});
test("the clock of a board that is left before it is shown stops", async () => {
  class SlowRenderer extends SupportCalendarRenderer {
    setup() {
      super.setup();
      onWillStart(() => new Deferred());
      this.clock = {
        get now() {
          return 0;
        },
        set now(_) {
          expect.step("tick");
        }
      };
    }
  }
  registry.category("views").add("slow_calendar", { ...supportCalendarView, Renderer: SlowRenderer });
  const { resources } = server;
  server.resources = { id: [], name: [] };
  await mountBoard(ARCH.replace("<support_calendar", '<support_calendar js_class="slow_calendar"'));
  server.resources = resources;
  await contains(".o_sc_scale_month").click();
  await advanceTime(3e4);
  expect.verifySteps(["tick"]);
  server.resources = { id: [], name: [] };
  await contains(".o_sc_next").click();
  await contains(".o_sc_next").click();
  await advanceTime(6e4);
  expect(".o_sc_nothing").toHaveCount(1);
  expect.verifySteps([]);
});
test("another addon can draw blocks its own way", async () => {
  class TestRenderer extends SupportCalendarRenderer {
    static blockTemplate = xml`
            <div role="gridcell" t-att-class="block.className" t-att-style="block.style" t-att-data-id="block.id"
                 tabindex="-1">Own <t t-esc="block.label"/></div>`;
  }
  registry.category("views").add("test_calendar", { ...supportCalendarView, Renderer: TestRenderer });
  await mountBoard(ARCH.replace("<support_calendar", '<support_calendar js_class="test_calendar"'));
  expect(block(1)).toHaveText("Own Boiler");
});
