// Generated from web_src/hoot/support_calendar_print.test.ts: change it there.
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, waitFor } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ARCH, defineVisits, makeServerData, serve } from "./support_calendar_data";
import { focusBlock, mountBoard } from "./support_calendar_helpers";
describe.current.tags("desktop");
defineVisits();
const PRINTING = ARCH.replace("<support_calendar ", '<support_calendar print="name" ');
let server;
beforeEach(() => {
  mockDate("2026-03-01 12:00:00", 0);
  localStorage.removeItem("support_calendar.visit");
  server = makeServerData();
  serve(server);
  patchWithCleanup(window, {
    print: () => {
      window.dispatchEvent(new Event("beforeprint"));
      expect.step(sheet());
      window.dispatchEvent(new Event("afterprint"));
    }
  });
});
function sheet() {
  const rows = document.querySelectorAll(".o_sc_print tbody tr:not(.o_sc_print_day)");
  return [...rows].map(({ textContent }) => textContent.replaceAll(/\s+/g, " ").trim());
}
function serveTexts(answer) {
  onRpc("visit", "search_read", ({ args }) => answer(args[0][0][2]));
}
test("all rows are printed, with what is read for it, and then the board is there again", async () => {
  serveTexts((ids) => ids.map((id) => ({ id, name: `The whole <b>name</b> of ${id}` })));
  await mountBoard(PRINTING);
  await contains(".o_sc_print_button").click();
  await animationFrame();
  expect.verifySteps([
    [
      "11:00 – 12:00The whole <b>name</b> of 3The whole <b>name</b> of 3ConfirmedV/3",
      "09:00 – 10:00The whole <b>name</b> of 1The whole <b>name</b> of 1DraftV/1",
      "10:00 – 11:00The whole <b>name</b> of 2The whole <b>name</b> of 2CancelledV/2"
    ]
  ]);
  expect(document.querySelector(".o_sc_print")).toBe(null);
});
test("what is gone meanwhile, or may not be read, has no texts", async () => {
  serveTexts(() => [{ id: 1, name: false }]);
  await mountBoard(PRINTING);
  await contains(".o_sc_hide").click();
  await contains(".o_sc_print_button").click();
  await animationFrame();
  expect.verifySteps([["11:00 – 12:00Nobody'sConfirmedV/3", "09:00 – 10:00DraftV/1", "Nothing planned"]]);
});
test("without a connection, what is on the board is printed", async () => {
  onRpc("visit", "search_read", () => new Response("", { status: 502 }));
  onRpc("/web/webclient/version_info", () => new Response("", { status: 502 }));
  await mountBoard(PRINTING);
  await contains(".o_sc_print_button").click();
  await animationFrame();
  await animationFrame();
  expect.verifySteps([
    ["11:00 – 12:00Nobody'sConfirmedV/3", "09:00 – 10:00BoilerDraftV/1", "10:00 – 11:00<b>Hostile</b>CancelledV/2"]
  ]);
});
test("the browser's own way prints what is on the board, but for a dialog in front of it", async () => {
  await mountBoard(PRINTING, {}, { updateActionState: () => {
  } });
  window.print();
  expect(".o_sc_board").toHaveCount(1);
  await focusBlock(1);
  await press("e");
  await waitFor(".o_sc_move_form");
  window.print();
  expect.verifySteps([
    ["11:00 – 12:00Nobody'sConfirmedV/3", "09:00 – 10:00BoilerDraftV/1", "10:00 – 11:00<b>Hostile</b>CancelledV/2"],
    []
  ]);
});
test("as part of another page it is printed by its own button only", async () => {
  serveTexts(() => []);
  await mountBoard(PRINTING);
  window.print();
  expect.verifySteps([[]]);
  await contains(".o_sc_print_button").click();
  await animationFrame();
  expect.verifySteps([
    ["11:00 – 12:00Nobody'sConfirmedV/3", "09:00 – 10:00BoilerDraftV/1", "10:00 – 11:00<b>Hostile</b>CancelledV/2"]
  ]);
});
test("whoever goes on while it is read prints nothing", async () => {
  const late = new Deferred();
  serveTexts(() => late);
  await mountBoard(PRINTING);
  await contains(".o_sc_print_button").click();
  await contains(".o_sc_print_button").click();
  await contains(".o_sc_scale_day").click();
  late.resolve([]);
  await animationFrame();
  expect.verifySteps([]);
});
