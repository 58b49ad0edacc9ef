import { _t } from "@web/core/l10n/translation";
import type { FitIssue } from "../core/fit";
import type { BlockViewFactory } from "./block_view";

/** Why something does not fit, in the user's words. */
export function fitIssueText(issue: FitIssue, blockViews: BlockViewFactory): string {
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
