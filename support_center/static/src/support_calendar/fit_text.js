// Generated from web_src/support_calendar/fit_text.ts: change it there.
import { _t } from "@web/core/l10n/translation";
function fitIssueText(issue, blockViews) {
  switch (issue.kind) {
    case "past":
      return _t("In the past");
    case "taken":
      return _t("Taken by %s", blockViews.summary(issue.by));
    case "nobody":
      return _t("Somebody has to be assigned in this status");
    case "leave":
      return _t("On leave");
    case "outside":
      return _t("Outside working hours");
    case "unloaded":
      return _t("Not on the screen: whether it fits shows when it is saved");
  }
}
export {
  fitIssueText
};
