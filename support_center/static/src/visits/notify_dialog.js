// Generated from web_src/visits/notify_dialog.ts: change it there.
import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
class NotifyDialog extends Component {
  static template = "support_center.NotifyDialog";
  static components = { Dialog };
  static props = {
    text: String,
    notifyLabel: String,
    silentLabel: { type: String, optional: true },
    choose: Function,
    close: Function
  };
  choose(choice) {
    this.props.choose(choice);
    this.props.close();
  }
}
export {
  NotifyDialog
};
