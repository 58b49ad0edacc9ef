// Generated from web_src/hoot/support_calendar_helpers.ts: change it there.
import { queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountView } from "@web/../tests/web_test_helpers";
import { ARCH } from "./support_calendar_data";
const block = (id) => `.o_sc_block[data-id="${id}"]`;
const announced = () => queryOne(".o_sc_live").textContent ?? "";
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
export {
  announced,
  answerRow,
  block,
  focusBlock,
  mountBoard
};
