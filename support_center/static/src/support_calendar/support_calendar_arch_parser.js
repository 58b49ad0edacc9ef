// Generated from web_src/support_calendar/support_calendar_arch_parser.ts: change it there.
import { exprToBoolean } from "@web/core/utils/strings";
import { Field } from "@web/views/fields/field";
import { getActiveActions } from "@web/views/utils";
const ROLES = ["color", "label", "who", "reference", "lead", "revision"];
const ATTRIBUTES = { label: "caption" };
const REQUIRED_ROLES = ["date_start", "date_stop", "resource"];
const SCALES = ["day", "week", "month"];
const DEFAULT_SNAP = 15;
class SupportCalendarArchParser {
  /**
   * @throws Error in a full sentence when the arch lacks what the view cannot do without
   */
  parse(xmlDoc, models, modelName) {
    const fields = models[modelName].fields;
    const freeStates = words(xmlDoc, "free_states");
    const fieldNodes = this.parseFields(xmlDoc, models, modelName);
    return {
      activeActions: getActiveActions(xmlDoc),
      spec: this.parseSpec(xmlDoc, fields, modelName, freeStates),
      layout: this.parseLayout(xmlDoc),
      scales: this.parseScales(xmlDoc),
      snap: Number(xmlDoc.getAttribute("snap") ?? DEFAULT_SNAP),
      allowsPast: exprToBoolean(xmlDoc.getAttribute("past"), true),
      proposesStart: exprToBoolean(xmlDoc.getAttribute("proposes_start"), false),
      fixedStates: new Set(words(xmlDoc, "fixed_states")),
      freeStates: new Set(freeStates),
      assignedStates: new Set(words(xmlDoc, "assigned_states")),
      cancelMethod: xmlDoc.getAttribute("cancel") ?? "",
      fieldNodes,
      // Fields that the user may not see are not in the arch.
      printed: words(xmlDoc, "print").filter((name) => name in fieldNodes),
      buttons: [...xmlDoc.querySelectorAll("button")].map((node) => this.parseButton(node))
    };
  }
  parseSpec(xmlDoc, fields, modelName, freeStates) {
    const spec = {};
    for (const role of [...REQUIRED_ROLES, ...ROLES]) {
      const attribute = ATTRIBUTES[role] ?? role;
      const name = xmlDoc.getAttribute(attribute);
      if (name && !(name in fields)) {
        throw new Error(
          `The attribute "${attribute}" of the support calendar view names the field "${name}", which the model "${modelName}" does not have.`
        );
      }
      if (name) {
        spec[role] = name;
      }
    }
    for (const role of REQUIRED_ROLES) {
      if (!spec[role]) {
        throw new Error(
          `The support calendar view of the model "${modelName}" needs the attribute "${role}" with the name of a field.`
        );
      }
    }
    return { ...spec, free_states: freeStates };
  }
  parseLayout(xmlDoc) {
    const layout = xmlDoc.getAttribute("layout");
    return layout === "team" || layout === "personal" ? layout : null;
  }
  parseScales(xmlDoc) {
    const wanted = words(xmlDoc, "scales");
    const scales = wanted.flatMap((word) => SCALES.filter((scale) => scale === word));
    return scales.length > 0 ? scales : ["week", "day", "month"];
  }
  parseFields(xmlDoc, models, modelName) {
    const nodes = {};
    for (const node of xmlDoc.querySelectorAll("field")) {
      const field = Field.parseFieldNode(node, models, modelName, "support_calendar");
      nodes[field.name] = field;
    }
    return nodes;
  }
  parseButton(node) {
    return {
      name: node.getAttribute("name") ?? "",
      string: node.getAttribute("string") ?? "",
      invisible: node.getAttribute("invisible") ?? "False",
      isPrimary: /\b(oe_highlight|btn-primary)\b/.test(node.getAttribute("class") ?? "")
    };
  }
}
function words(node, attribute) {
  return (node.getAttribute(attribute) ?? "").split(",").map((word) => word.trim()).filter(Boolean);
}
export {
  SupportCalendarArchParser
};
