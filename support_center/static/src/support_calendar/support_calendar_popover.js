// Generated from web_src/support_calendar/support_calendar_popover.ts: change it there.
import { Component, onWillStart } from "@odoo/owl";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { Record } from "@web/model/record";
import { addFieldDependencies, extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { Field } from "@web/views/fields/field";
class SupportCalendarPopover extends Component {
  static template = "support_center.SupportCalendarPopover";
  static components = { Field, Record };
  static props = {
    model: Object,
    event: Object,
    title: String,
    time: String,
    actions: Object,
    close: Function
  };
  setup() {
    onWillStart(() => {
      const { archInfo, fields } = this.props.model;
      const extracted = extractFieldsFromArchInfo({ fieldNodes: archInfo.fieldNodes }, fields);
      const names = Object.values(archInfo.spec).filter((value) => typeof value === "string");
      const missing = names.filter((name) => !(name in extracted.activeFields));
      addFieldDependencies(
        extracted.activeFields,
        extracted.fields,
        missing.map((name) => ({ name, type: fields[name].type }))
      );
      this.activeFields = extracted.activeFields;
      this.fields = extracted.fields;
    });
  }
  get fieldNodes() {
    return Object.values(this.props.model.archInfo.fieldNodes);
  }
  get canMove() {
    return this.props.model.canMove(this.props.event);
  }
  get canCancel() {
    return this.props.model.canCancel(this.props.event);
  }
  isInvisible(node, record) {
    return evaluateBooleanExpr(node.invisible, record.evalContextWithVirtualIds);
  }
  open() {
    this.props.close();
    this.props.actions.openRecord(this.props.event.id);
  }
  move() {
    this.props.close();
    this.props.actions.moveRecord(this.props.event.id);
  }
  cancel() {
    this.props.close();
    this.props.actions.cancelRecord(this.props.event.id);
  }
  async run(button) {
    this.props.close();
    await this.props.actions.runMethod(this.props.event.id, button.name);
  }
}
export {
  SupportCalendarPopover
};
