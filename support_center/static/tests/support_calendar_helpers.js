// Generated from web_src/hoot/support_calendar_helpers.ts: change it there.
import { queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountView, onRpc } from "@web/../tests/web_test_helpers";
import { ARCH } from "./support_calendar_data";
const block = (id) => `.o_sc_block[data-id="${id}"]`;
const announced = () => queryOne(".o_sc_live").textContent ?? "";
const notified = () => queryAll(".o_notification").map(({ textContent }) => textContent).join("\n");
async function mountBoard(arch = ARCH, context = {}, params = {}) {
  await mountView({
    type: "support_calendar",
    resModel: "visit",
    arch,
    context: { initial_date: "2026-03-02", ...context },
    ...params
  });
  await animationFrame();
}
async function focusBlock(id) {
  queryOne(block(id)).focus();
  await animationFrame();
}
function answerRow(id, start, resource, revision = 1) {
  return {
    base: 0,
    matching: 1,
    id: [id],
    resource: [resource],
    start: [start],
    duration: [60],
    label: ["Boiler"],
    revision: [revision]
  };
}
function noteNew() {
  const forms = [];
  const minuteOf = (stored) => Date.parse(`${stored.replace(" ", "T")}Z`) / 6e4;
  onRpc("visit", "onchange", ({ kwargs }) => {
    const context = kwargs["context"];
    const [start, stop] = [context["default_start"], context["default_stop"]];
    const resourceId = Number(context["default_user_id"]);
    forms.push({ resourceId, start, minutes: minuteOf(stop) - minuteOf(start) });
  });
  return forms;
}
function clickAt(target, { x, y }, count = 1) {
  const options = { bubbles: true, clientX: x, clientY: y };
  target.dispatchEvent(new PointerEvent("pointerdown", { ...options, pointerId: 1 }));
  target.dispatchEvent(new PointerEvent("pointerup", { ...options, pointerId: 1 }));
  target.dispatchEvent(new MouseEvent("click", { ...options, detail: count }));
}
async function dragBetween(target, from, to) {
  const options = (at) => ({ bubbles: true, pointerId: 1, clientX: at.x, clientY: at.y });
  target.dispatchEvent(new PointerEvent("pointerdown", options(from)));
  target.dispatchEvent(new PointerEvent("pointermove", options(to)));
  await animationFrame();
  target.dispatchEvent(new PointerEvent("pointerup", options(to)));
  target.dispatchEvent(new MouseEvent("click", { ...options(to), detail: 1 }));
  await animationFrame();
}
export {
  announced,
  answerRow,
  block,
  clickAt,
  dragBetween,
  focusBlock,
  mountBoard,
  noteNew,
  notified
};
