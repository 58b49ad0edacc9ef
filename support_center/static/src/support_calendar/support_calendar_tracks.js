// Generated from web_src/support_calendar/support_calendar_tracks.ts: change it there.
import { Component } from "@odoo/owl";
const trackProps = {
  view: Object,
  ariaIndex: Number,
  cursor: { validate: (value) => value === null || typeof value === "object" },
  blockTemplate: String
};
class SupportCalendarRow extends Component {
  static template = "support_center.SupportCalendarRow";
  static props = trackProps;
}
class SupportCalendarColumn extends Component {
  static template = "support_center.SupportCalendarColumn";
  static props = trackProps;
}
class SupportCalendarHeader extends Component {
  static template = "support_center.SupportCalendarHeader";
  static props = { headers: Array, ticks: Array, width: Number, corner: String, hasColumns: Boolean };
}
class SupportCalendarGhost extends Component {
  static template = "support_center.SupportCalendarGhost";
  static props = { state: Object };
}
export {
  SupportCalendarColumn,
  SupportCalendarGhost,
  SupportCalendarHeader,
  SupportCalendarRow
};
