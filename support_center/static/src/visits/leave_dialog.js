// Generated from web_src/visits/leave_dialog.ts: change it there.
import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
class LeaveDialog extends Component {
  static template = "support_center.LeaveDialog";
  static components = { Dialog };
  static props = { choose: Function, close: Function };
  choose(choice) {
    this.props.choose(choice);
    this.props.close();
  }
}
export {
  LeaveDialog
};
