import { SupportCalendarRenderer } from "@support_center/support_calendar/support_calendar_renderer";
import { supportCalendarView } from "@support_center/support_calendar/support_calendar_view";
import { registry } from "@web/core/registry";

export class CalendarTestRenderer extends SupportCalendarRenderer {
    static blockTemplate = "support_calendar_test.Block";
}

registry.category("views").add("calendar_test", { ...supportCalendarView, Renderer: CalendarTestRenderer });
