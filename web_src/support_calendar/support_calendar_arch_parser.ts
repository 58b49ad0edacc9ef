import type { FieldDefinition, FieldNode } from "@odoo/arch";
import { exprToBoolean } from "@web/core/utils/strings";
import { Field } from "@web/views/fields/field";
import { getActiveActions } from "@web/views/utils";
import type { Scale } from "../core/civil";

export type BoardLayout = "team" | "personal";

/** Fields by role, as the server's `support_calendar_read` wants them. */
export interface CalendarSpec {
    readonly date_start: string;
    readonly date_stop: string;
    readonly resource: string;
    readonly color?: string;
    readonly label?: string;
    readonly who?: string;
    readonly reference?: string;
    readonly lead?: string;
    readonly revision?: string;
    readonly free_states: readonly string[];
}

/** A `<button>` of the arch: a method of the record, offered in the details of a block. */
export interface ArchButton {
    readonly name: string;
    readonly string: string;
    /** expression over the fields of the details */
    readonly invisible: string;
    readonly isPrimary: boolean;
}

export interface SupportCalendarArchInfo {
    readonly activeActions: { readonly create: boolean; readonly edit: boolean; readonly delete: boolean };
    readonly spec: CalendarSpec;
    /** layout to begin with; null: team for those who see several rows */
    readonly layout: BoardLayout | null;
    readonly scales: readonly Scale[];
    /** minutes */
    readonly snap: number;
    /** whether new starts before now are allowed */
    readonly allowsPast: boolean;
    /** whether the start of a new record is one that the server proposes, where nobody works now */
    readonly proposesStart: boolean;
    /** values of the color field whose records are not moved any more */
    readonly fixedStates: ReadonlySet<string>;
    /** values of the color field whose records take no time */
    readonly freeStates: ReadonlySet<string>;
    /** values of the color field whose records have to have a resource */
    readonly assignedStates: ReadonlySet<string>;
    /** method that cancels a record, answering an action; "" for none */
    readonly cancelMethod: string;
    readonly fieldNodes: Readonly<Record<string, FieldNode>>;
    /** fields of the details that are printed, too */
    readonly printed: readonly string[];
    readonly buttons: readonly ArchButton[];
}

const ROLES = ["color", "label", "who", "reference", "lead", "revision"] as const;
/** Attributes that are not called as their role is: Odoo would translate an attribute "label". */
const ATTRIBUTES: Readonly<Record<string, string>> = { label: "caption" };
const REQUIRED_ROLES = ["date_start", "date_stop", "resource"] as const;
const SCALES: readonly Scale[] = ["day", "week", "month"];
const DEFAULT_SNAP = 15;

export class SupportCalendarArchParser {
    /**
     * @throws Error in a full sentence when the arch lacks what the view cannot do without
     */
    parse(
        xmlDoc: Element,
        models: Readonly<Record<string, { fields: Readonly<Record<string, FieldDefinition>> }>>,
        modelName: string,
    ): SupportCalendarArchInfo {
        const fields = models[modelName]!.fields;
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
            buttons: [...xmlDoc.querySelectorAll("button")].map((node) => this.parseButton(node)),
        };
    }

    parseSpec(
        xmlDoc: Element,
        fields: Readonly<Record<string, FieldDefinition>>,
        modelName: string,
        freeStates: readonly string[],
    ): CalendarSpec {
        const spec: Record<string, string> = {};
        for (const role of [...REQUIRED_ROLES, ...ROLES]) {
            const attribute = ATTRIBUTES[role] ?? role;
            const name = xmlDoc.getAttribute(attribute);
            if (name && !(name in fields)) {
                throw new Error(
                    `The attribute "${attribute}" of the support calendar view names the field "${name}", which the model "${modelName}" does not have.`,
                );
            }
            if (name) {
                spec[role] = name;
            }
        }
        for (const role of REQUIRED_ROLES) {
            if (!spec[role]) {
                throw new Error(
                    `The support calendar view of the model "${modelName}" needs the attribute "${role}" with the name of a field.`,
                );
            }
        }
        return { ...spec, free_states: freeStates } as unknown as CalendarSpec;
    }

    parseLayout(xmlDoc: Element): BoardLayout | null {
        const layout = xmlDoc.getAttribute("layout");
        return layout === "team" || layout === "personal" ? layout : null;
    }

    parseScales(xmlDoc: Element): readonly Scale[] {
        const wanted = words(xmlDoc, "scales");
        const scales = wanted.flatMap((word) => SCALES.filter((scale) => scale === word));
        return scales.length > 0 ? scales : ["week", "day", "month"];
    }

    parseFields(xmlDoc: Element, models: object, modelName: string): Record<string, FieldNode> {
        const nodes: Record<string, FieldNode> = {};
        for (const node of xmlDoc.querySelectorAll("field")) {
            const field = Field.parseFieldNode(node, models, modelName, "support_calendar");
            nodes[field.name] = field;
        }
        return nodes;
    }

    parseButton(node: Element): ArchButton {
        return {
            name: node.getAttribute("name") ?? "",
            string: node.getAttribute("string") ?? "",
            invisible: node.getAttribute("invisible") ?? "False",
            isPrimary: /\b(oe_highlight|btn-primary)\b/.test(node.getAttribute("class") ?? ""),
        };
    }
}

function words(node: Element, attribute: string): string[] {
    return (node.getAttribute(attribute) ?? "")
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean);
}
