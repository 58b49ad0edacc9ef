// Generated from web_src/hoot/support_calendar_input.test.ts: change it there.
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { ARCH, defineVisits, makeServerData, MONDAY, serve } from "./support_calendar_data";
import { announced, block, clickAt, focusBlock, mountBoard, noteNew, notified } from "./support_calendar_helpers";
describe.current.tags("desktop");
defineVisits();
const HOUR = 60;
const DAY = 24 * HOUR;
let server;
beforeEach(() => {
  mockDate("2026-03-01 12:00:00", 0);
  localStorage.removeItem("support_calendar.visit");
  server = makeServerData();
  server.events = { ...server.events, state: [1, 1, 2] };
  serve(server);
  onRpc("visit", "support_calendar_read_rows", () => server.events);
});
const live = () => queryOne(".o_sc_live");
async function type(...keys) {
  for (const key of keys) {
    await press(key);
    await animationFrame();
  }
}
function clickFreeTime(count = 1) {
  const track = queryAll(".o_sc_row .o_sc_track")[2];
  const { left, top, width } = track.getBoundingClientRect();
  clickAt(track, { x: left + width * 0.8, y: top + 10 }, count);
}
function crowded(...counts) {
  const starts = counts.flatMap(
    (count, day) => Array.from({ length: count }, (_, index) => (day + 1) * DAY + (8 + index) * HOUR)
  );
  return {
    base: MONDAY - DAY,
    matching: starts.length,
    id: starts.map((_, index) => index + 1),
    resource: starts.map(() => 11),
    start: starts,
    duration: starts.map(() => HOUR),
    label: starts.map((_, index) => `Visit ${index + 1}`),
    states: ["confirmed"],
    state: starts.map(() => 0),
    reference_prefix: "V/",
    reference: starts.map((_, index) => String(index + 1))
  };
}
test("a double click on free time opens one form", async () => {
  onRpc("visit", "onchange", () => expect.step("form"));
  await mountBoard();
  clickFreeTime();
  clickFreeTime(2);
  await waitFor(".o_dialog .o_form_view");
  await animationFrame();
  expect(".o_dialog").toHaveCount(1);
  expect.verifySteps(["form"]);
});
test("who presses a key twice, or clicks while a form is on its way, opens one", async () => {
  const late = new Deferred();
  onRpc("visit", "web_read", () => late);
  await mountBoard();
  await focusBlock(2);
  await press("Enter");
  await press("Enter");
  await press("e");
  clickFreeTime();
  late.resolve();
  await waitFor(".o_dialog .o_form_view");
  await animationFrame();
  expect(".o_dialog").toHaveCount(1);
  await contains(".o_dialog .btn-close").click();
  expect(".o_dialog").toHaveCount(0);
  clickFreeTime();
  await waitFor(".o_dialog .o_form_view");
});
test("what is new keeps the time free before it that the server says", async () => {
  server.lead = 7 * DAY;
  await mountBoard();
  clickFreeTime();
  await animationFrame();
  expect(".o_dialog").toHaveCount(0);
  expect(notified()).toMatch(/V\/2/);
});
test("what is new takes as long as the server says", async () => {
  server.duration = 90;
  const forms = noteNew();
  await mountBoard();
  clickFreeTime();
  await waitFor(".o_dialog .o_form_view");
  await contains(".o_dialog .btn-close").click();
  await contains(".o_sc_new").click();
  await waitFor(".o_dialog .o_form_view");
  expect(forms.map(({ resourceId, minutes }) => [resourceId, minutes])).toEqual([
    [12, 90],
    [0, 90]
  ]);
});
test("a click that dismisses the details creates nothing, and the next one does", async () => {
  onRpc("visit", "onchange", () => expect.step("form"));
  await mountBoard();
  await contains(block(2)).click();
  await waitFor(".o_sc_details");
  clickFreeTime();
  await animationFrame();
  expect(".o_sc_details").toHaveCount(0);
  expect(".o_dialog").toHaveCount(0);
  expect.verifySteps([]);
  clickFreeTime();
  await waitFor(".o_dialog .o_form_view");
  expect.verifySteps(["form"]);
});
test("a move by keyboard ends when the mouse is used, which then does what it does", async () => {
  await mountBoard();
  await focusBlock(2);
  await type("m");
  expect(".o_sc_ghost").toHaveCount(1);
  clickFreeTime();
  await animationFrame();
  expect(".o_sc_ghost").toHaveCount(0);
  await waitFor(".o_dialog .o_form_view");
});
test("a move by keyboard ends when the focus leaves the board, or other days are shown", async () => {
  await mountBoard();
  await focusBlock(2);
  await type("m");
  queryOne(".o_sc_help").focus();
  await animationFrame();
  expect(".o_sc_ghost").toHaveCount(0);
  expect(announced()).toBe("Given up. Nothing was changed.");
  await focusBlock(2);
  await type("m");
  expect(".o_sc_ghost").toHaveCount(1);
  queryOne(".o_sc_next").click();
  await animationFrame();
  await animationFrame();
  expect(".o_sc_ghost").toHaveCount(0);
  expect(announced()).not.toBe("Given up. Nothing was changed.");
});
test("a move by keyboard leaves other keys to the browser and to Odoo", async () => {
  await mountBoard();
  await focusBlock(2);
  await type("m");
  const isPrevented = (key, options = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
    queryOne(block(2)).dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(isPrevented("F5")).toBe(false);
  expect(isPrevented("r", { ctrlKey: true })).toBe(false);
  expect(isPrevented("ArrowLeft", { altKey: true })).toBe(false);
  expect(isPrevented("ArrowRight")).toBe(true);
  expect(".o_sc_ghost").toHaveCount(1);
});
test("after a move that is refused at once, the focus is on the visit where it is", async () => {
  server.events = {
    ...server.events,
    state: [1, 2, 2],
    resource: [11, 12, 0],
    start: [DAY + 600, DAY + 600, DAY + 660]
  };
  onRpc("visit", "support_calendar_write", () => expect.step("write"));
  await mountBoard();
  await focusBlock(1);
  await type(["Shift", "ArrowDown"], "Enter");
  expect(".o_notification").toHaveText(/Taken by V\/2/);
  expect(block(1)).toBeFocused();
  expect(queryOne(block(1)).closest(".o_sc_row")).toHaveText(/Anna/);
  expect.verifySteps([]);
});
test("after a move that the server refuses, the focus goes back with the visit", async () => {
  const answer = new Deferred();
  onRpc("visit", "support_calendar_write", async () => {
    await answer;
    throw makeServerError({ message: "Bob has the day off.", errorName: "odoo.exceptions.ValidationError" });
  });
  await mountBoard();
  await focusBlock(2);
  await type(["Shift", "ArrowUp"], "Enter");
  expect(block(2)).toBeFocused();
  expect(queryOne(block(2)).closest(".o_sc_row")).toHaveText(/Anna/);
  answer.resolve();
  await waitFor(".o_notification");
  await animationFrame();
  await animationFrame();
  expect(block(2)).toBeFocused();
  expect(queryOne(block(2)).closest(".o_sc_row")).toHaveText(/Bob/);
});
test("S changes the start, R the end", async () => {
  onRpc("visit", "support_calendar_write", ({ kwargs }) => {
    const vals = kwargs["vals"];
    expect.step([vals.start, vals.stop]);
    const minute = (text) => Date.parse(`${text.replace(" ", "T")}Z`) / 6e4;
    return {
      ...crowded(1),
      base: 0,
      id: [2],
      resource: [12],
      start: [minute(vals.start)],
      duration: [minute(vals.stop) - minute(vals.start)],
      label: ["Changed"]
    };
  });
  await mountBoard();
  await focusBlock(2);
  await type("s");
  expect(announced()).toMatch(/^Changing the start/);
  await type("ArrowLeft", "ArrowLeft", "Enter");
  await type("r", "ArrowRight", "Enter");
  await type("s", ...Array.from({ length: 10 }, () => "ArrowRight"), "Enter");
  expect.verifySteps([
    ["2026-03-02 09:30:00", "2026-03-02 11:00:00"],
    ["2026-03-02 09:30:00", "2026-03-02 11:15:00"],
    ["2026-03-02 11:00:00", "2026-03-02 11:15:00"]
  ]);
});
test("the same words are said again: their node is another one", async () => {
  server.events = { ...server.events, states: ["cancelled", "done", "confirmed"] };
  await mountBoard();
  await focusBlock(2);
  await type("m");
  expect(announced()).toBe("This cannot be moved.");
  const before = live().firstElementChild;
  await type("m");
  expect(announced()).toBe("This cannot be moved.");
  expect(live().firstElementChild).not.toBe(before);
});
test("keys that can do nothing say so", async () => {
  server.events = { ...server.events, states: ["cancelled", "done", "confirmed"] };
  await mountBoard();
  await focusBlock(2);
  await type("Delete");
  expect(announced()).toBe("This cannot be cancelled.");
  await type("e");
  expect(announced()).toBe("This cannot be moved.");
  await type(["Control", "z"]);
  expect(announced()).toBe("There is nothing to undo.");
  expect(".o_dialog").toHaveCount(0);
});
test("what is shown is said when it changes: layout, person, what is hidden", async () => {
  await mountBoard();
  await focusBlock(3);
  await type("x");
  expect(announced()).toBe("Cancelled ones are hidden");
  await type("x");
  expect(announced()).toBe("Cancelled ones are shown");
  await type("l");
  expect(announced()).toBe("Anna");
  await type("l");
  expect(announced()).toBe("Team");
});
test("Ctrl and Z says that it has undone", async () => {
  onRpc("visit", "support_calendar_write", ({ kwargs }) => {
    const { start } = kwargs["vals"];
    return {
      ...crowded(1),
      base: 0,
      id: [2],
      resource: [12],
      start: [Date.parse(`${start.replace(" ", "T")}Z`) / 6e4],
      label: ["Moved"]
    };
  });
  await mountBoard();
  await focusBlock(2);
  await type(["Shift", "ArrowRight"], "Enter");
  await waitFor(".o_sc_undo");
  await type(["Control", "z"]);
  await animationFrame();
  expect(announced()).toBe("Undone.");
  expect(queryOne(block(2)).getAttribute("aria-label")).toMatch(/10:00/);
  expect(block(2)).toBeFocused();
});
test("Ctrl, Shift and Z undoes nothing", async () => {
  await mountBoard();
  await focusBlock(2);
  await type(["Control", "Shift", "z"]);
  expect(announced()).not.toBe("There is nothing to undo.");
});
test("in months, what says how many more there are is a stop, and Enter opens the day", async () => {
  server.events = crowded(9, 0, 1);
  await mountBoard();
  await contains(".o_sc_scale_month").click();
  const blocks = queryAll(".o_sc_block");
  const last = Math.max(...blocks.map((node) => Number(node.dataset["id"])).filter((id) => id < 10));
  expect(last).toBeLessThan(9);
  await focusBlock(last);
  await type("ArrowRight");
  expect(".o_sc_more").toBeFocused();
  expect(".o_sc_more").toHaveAttribute("tabindex", "0");
  expect(queryOne(".o_sc_more").getAttribute("aria-label")).toMatch(new RegExp(`^\\+${9 - last} more, Mon.*2`));
  expect(queryOne(".o_sc_more").getBoundingClientRect().height).not.toBeLessThan(24);
  await type("ArrowRight");
  expect(".o_sc_slot").toBeFocused();
  await type("ArrowLeft");
  expect(".o_sc_more").toBeFocused();
  await type("ArrowLeft");
  expect(block(last)).toBeFocused();
  await type("ArrowRight", "Enter");
  expect(".o_sc_scale_day").toHaveClass("active");
  expect(".o_dialog").toHaveCount(0);
  expect(queryOne(".o_sc_title").textContent).toMatch(/Monday/);
});
test("how much of a day is booked is said of each day, and drawn in months", async () => {
  await mountBoard();
  await contains(".o_sc_scale_week").click();
  const heading = () => queryAll("[role=rowheader]")[2].getAttribute("aria-label") ?? "";
  expect(heading()).toMatch(/^Bob, .*% booked, .*Mon/);
  await focusBlock(2);
  await type("ArrowRight");
  expect(queryOne(".o_sc_slot").getAttribute("aria-label")).toMatch(/^Bob, .*11:00.*, 11% booked, Free$/);
  await contains(".o_sc_scale_month").click();
  expect(queryAll(".o_sc_load")[1].dataset["tooltip"]).toMatch(/^2 Mon 11%/);
  await focusBlock(2);
  await type("l");
  expect(queryAll(".o_sc_day_cell .o_sc_head_load").map(({ textContent }) => textContent)).toEqual(["11% booked"]);
});
test("New on days that are over begins after now where the past is refused", async () => {
  onRpc("visit", "onchange", ({ kwargs }) => {
    expect.step(kwargs["context"]["default_start"]);
  });
  mockDate("2026-03-10 12:10:00", 0);
  await mountBoard(ARCH.replace("<support_calendar", '<support_calendar past="0"'));
  await contains(".o_sc_new").click();
  await waitFor(".o_dialog .o_form_view");
  expect.verifySteps(["2026-03-10 13:00:00"]);
});
test("how much is booked is said where the cursor comes to a day, and not again at every step through it", async () => {
  await mountBoard();
  const label = () => queryOne(".o_sc_slot").getAttribute("aria-label") ?? "";
  await focusBlock(2);
  await press("ArrowRight");
  await animationFrame();
  expect(label()).toMatch(/^Bob, .*11:00.*% booked/);
  await press("ArrowRight");
  await animationFrame();
  expect(label()).toMatch(/^Bob, .*11:30/);
  expect(label()).not.toMatch(/booked/);
  await press("ArrowLeft");
  await animationFrame();
  expect(label()).not.toMatch(/booked/);
  await press("ArrowUp");
  await animationFrame();
  expect(label()).toMatch(/^Anna, .*% booked/);
});
test("cells are told to be in the columns of their days, and headers are whole days", async () => {
  server.events = {
    ...server.events,
    start: [3 * DAY, 10 * HOUR + DAY, 11 * HOUR + DAY],
    duration: [26 * 60, 60, 60]
  };
  await mountBoard();
  const column = (target) => target.getAttribute("aria-colindex");
  const headerOf = (target) => {
    const headers = queryAll('[role="columnheader"]').filter((header) => column(header) === column(target));
    return headers.map((header) => header.getAttribute("aria-label") ?? header.textContent).join();
  };
  expect(headerOf(queryOne(block(2)))).toBe("Monday, March 2");
  expect(headerOf(queryOne(block(1)))).toBe("Wednesday, March 4");
  expect(block(1)).toHaveAttribute("aria-colspan", "2");
  expect(queryAll(".o_sc_head.o_sc_narrow").map((header) => header.getAttribute("aria-label"))).toInclude(
    "Sunday, March 1"
  );
  expect(queryOne(block(2)).getAttribute("aria-label")).toMatch(/, Bob,/);
  expect(queryOne(block(3)).getAttribute("aria-label")).toMatch(/, Unassigned,/);
  await focusBlock(2);
  await press("ArrowRight");
  await animationFrame();
  expect(headerOf(queryOne(".o_sc_slot"))).toBe("Monday, March 2");
});
