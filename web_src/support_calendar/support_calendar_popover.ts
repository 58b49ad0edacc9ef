import type { FieldNode } from "@odoo/arch";
import { Component, onWillStart } from "@odoo/owl";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { Record } from "@web/model/record";
import { addFieldDependencies, extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { Field } from "@web/views/fields/field";
import type { BoardEvent } from "../core/event";
import type { BoardActions } from "./board_surface";
import type { ArchButton } from "./support_calendar_arch_parser";
import type { SupportCalendarModel } from "./support_calendar_model";

interface PopoverProps {
    readonly model: SupportCalendarModel;
    readonly event: BoardEvent;
    readonly title: string;
    readonly time: string;
    readonly actions: BoardActions;
    readonly close: () => void;
}

interface EvaluatedRecord {
    readonly evalContextWithVirtualIds: globalThis.Record<string, unknown>;
}

/** Details of a block and what can be done with it, without a drag. */
export class SupportCalendarPopover extends Component<PopoverProps> {
    static override template = "support_center.SupportCalendarPopover";
    static components = { Field, Record };
    static override props = {
        model: Object,
        event: Object,
        title: String,
        time: String,
        actions: Object,
        close: Function,
    };

    declare activeFields: globalThis.Record<string, unknown>;
    declare fields: globalThis.Record<string, unknown>;

    override setup(): void {
        onWillStart(() => {
            const { archInfo, fields } = this.props.model;
            const extracted = extractFieldsFromArchInfo({ fieldNodes: archInfo.fieldNodes }, fields);
            // The server takes fields that attributes name for ones that are shown, and adds no nodes for them.
            const names = Object.values(archInfo.spec).filter((value) => typeof value === "string");
            const missing = names.filter((name) => !(name in extracted.activeFields));
            addFieldDependencies(
                extracted.activeFields,
                extracted.fields,
                missing.map((name) => ({ name, type: fields[name]!.type })),
            );
            this.activeFields = extracted.activeFields;
            this.fields = extracted.fields;
        });
    }

    get fieldNodes(): readonly FieldNode[] {
        return Object.values(this.props.model.archInfo.fieldNodes);
    }

    get canMove(): boolean {
        return this.props.model.canMove(this.props.event);
    }

    get canCancel(): boolean {
        return this.props.model.canCancel(this.props.event);
    }

    isInvisible(node: Pick<FieldNode | ArchButton, "invisible">, record: EvaluatedRecord): boolean {
        return evaluateBooleanExpr(node.invisible, record.evalContextWithVirtualIds);
    }

    open(): void {
        this.props.close();
        this.props.actions.openRecord(this.props.event.id);
    }

    move(): void {
        this.props.close();
        this.props.actions.moveRecord(this.props.event.id);
    }

    cancel(): void {
        this.props.close();
        this.props.actions.cancelRecord(this.props.event.id);
    }

    async run(button: ArchButton): Promise<void> {
        this.props.close();
        await this.props.actions.runMethod(this.props.event.id, button.name);
    }
}
