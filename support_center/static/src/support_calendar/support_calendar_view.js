// Generated from web_src/support_calendar/support_calendar_view.ts: change it there.
import { registry } from "@web/core/registry";
import { SupportCalendarArchParser } from "./support_calendar_arch_parser";
import { SupportCalendarController } from "./support_calendar_controller";
import { SupportCalendarModel } from "./support_calendar_model";
import { SupportCalendarRenderer } from "./support_calendar_renderer";
const supportCalendarView = {
  type: "support_calendar",
  searchMenuTypes: ["filter", "favorite"],
  ArchParser: SupportCalendarArchParser,
  Controller: SupportCalendarController,
  Model: SupportCalendarModel,
  Renderer: SupportCalendarRenderer,
  props(genericProps, view) {
    const { arch, relatedModels, resModel } = genericProps;
    return {
      ...genericProps,
      archInfo: new view.ArchParser().parse(arch, relatedModels, resModel),
      Model: view.Model,
      Renderer: view.Renderer
    };
  }
};
registry.category("views").add("support_calendar", supportCalendarView);
export {
  supportCalendarView
};
