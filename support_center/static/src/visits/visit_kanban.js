// Generated from web_src/visits/visit_kanban.ts: change it there.
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { askBeforeDeleting } from "./delete_dialog";
import { askWhether, mayTakeStep, offerUndo, VISIT_CHANGED } from "./visit_step";
const STEPS = { in_progress: "start", completed: "complete" };
class VisitKanbanRenderer extends KanbanRenderer {
  setup() {
    super.setup();
    this.orm = useService("orm");
    this.action = useService("action");
  }
  async sortRecordDrop(recordId, groupId, place) {
    const { list } = this.props;
    const targetId = place.parent?.dataset["id"];
    const target = list.groups?.find(({ id }) => id === targetId);
    const source = list.groups?.find(({ id }) => id === groupId);
    const record = source?.list.records.find(({ id }) => id === recordId);
    if (!target || !source || !record || target === source || list.groupByField?.name !== "state") {
      return super.sortRecordDrop(recordId, groupId, place);
    }
    const { resId } = record;
    if (target.value === "cancelled") {
      return this.cancel(resId);
    }
    if (!await this.mayBecome(resId, target.value, source.value)) {
      return;
    }
    this.toggleProcessing(recordId, true);
    try {
      await list.moveRecord(recordId, groupId, null, target.id);
    } finally {
      this.toggleProcessing(recordId, false);
    }
    const step = stepOf(source.value, target.value);
    if (step && target.list.records.some((moved) => moved.resId === resId)) {
      offerUndo(this.env, step, resId);
    }
  }
  async mayBecome(resId, state, before) {
    const step = stepOf(before, state);
    if (step) {
      const otherDay = await this.orm.call("support.appointment", "support_other_day", [[resId]]);
      return mayTakeStep(this.env, step, otherDay);
    }
    if (before === "confirmed" && state === "draft") {
      return askWhether(this.env, {
        title: _t("Reset to draft?"),
        body: _t(
          "The customer gets no email about it, and no reminder while the visit is a draft. Customers who know of this visit still expect it: tell them, or cancel the visit instead."
        ),
        confirmLabel: _t("Reset to Draft")
      });
    }
    return true;
  }
  /** The reason is asked for in the same dialog as elsewhere. */
  async cancel(resId) {
    await this.action.doActionButton({
      type: "object",
      name: "action_cancel",
      resModel: "support.appointment",
      resId,
      resIds: [resId],
      context: {},
      onClose: () => void this.props.list.model.load()
    });
  }
}
function stepOf(before, state) {
  return before === "completed" ? void 0 : STEPS[String(state)];
}
class VisitKanbanController extends KanbanController {
  setup() {
    super.setup();
    this.orm = useService("orm");
    this.action = useService("action");
    useBus(this.env.bus, VISIT_CHANGED, () => void this.model.load());
    this.deleteRecordsWithConfirmation = askBeforeDeleting(
      {
        orm: this.orm,
        action: this.action,
        dialog: useService("dialog"),
        selectedIds: () => this.model.root.getResIds(true),
        reload: () => void this.model.load()
      },
      this.deleteRecordsWithConfirmation
    );
  }
}
registry.category("views").add("support_visit_kanban", {
  ...kanbanView,
  Controller: VisitKanbanController,
  Renderer: VisitKanbanRenderer
});
export {
  VisitKanbanController,
  VisitKanbanRenderer
};
