// Generated from web_src/hoot/support_calendar_data.ts: change it there.
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, onRpc } from "@web/../tests/web_test_helpers";
const MONDAY = Date.UTC(2026, 2, 2) / 6e4;
const ARCH = `
    <support_calendar date_start="start" date_stop="stop" resource="user_id" color="state" caption="name"
                      reference="reference" revision="revision" free_states="cancelled"
                      fixed_states="done,cancelled" cancel="action_cancel">
        <field name="name"/>
        <field name="state"/>
        <button name="action_start" string="Start" invisible="state != 'draft'"/>
    </support_calendar>`;
class Technician extends models.Model {
  _name = "technician";
  name = fields["Char"]();
  _records = [
    { id: 11, name: "Anna" },
    { id: 12, name: "Bob" }
  ];
}
class Visit extends models.Model {
  _name = "visit";
  name = fields["Char"]();
  reference = fields["Char"]();
  start = fields["Datetime"]();
  stop = fields["Datetime"]();
  revision = fields["Integer"]();
  user_id = fields["Many2one"]({ relation: "technician" });
  state = fields["Selection"]({
    selection: [
      ["draft", "Draft"],
      ["confirmed", "Confirmed"],
      ["done", "Done"],
      ["cancelled", "Cancelled"]
    ]
  });
  _records = [
    { id: 1, name: "Boiler", state: "draft", revision: 4 },
    { id: 2, name: "<b>Hostile</b>", state: "draft", revision: 4 }
  ];
  _views = { form: '<form><field name="name"/><field name="revision" invisible="1"/></form>' };
}
function makeServerData() {
  const day = 24 * 60;
  return {
    events: {
      base: MONDAY - day,
      matching: 3,
      id: [1, 2, 3],
      resource: [11, 12, 0],
      start: [day + 9 * 60, day + 10 * 60, day + 11 * 60],
      duration: [60, 60, 60],
      label: ["Boiler", "<b>Hostile</b>", "Nobody's"],
      states: ["cancelled", "draft", "confirmed"],
      state: [1, 0, 2],
      reference_prefix: "V/",
      reference: ["1", "2", "3"]
    },
    resources: {
      id: [11, 12],
      name: ["Anna", "Bob"],
      schedules: [[day + 8 * 60, day + 17 * 60]],
      working: [0, 0],
      available: [0, 0]
    },
    rights: { create: true, write: true, team: true },
    lead: 0,
    duration: 60,
    outside: { count: 0, is_limited: false }
  };
}
function serve(data) {
  onRpc("visit", "support_calendar_read", () => data);
  onRpc("visit", "support_calendar_read_outside", () => data.outside);
}
function defineVisits() {
  defineMailModels();
  defineModels([Visit, Technician]);
}
export {
  ARCH,
  MONDAY,
  Technician,
  Visit,
  defineVisits,
  makeServerData,
  serve
};
