/**
 * The part of Odoo 19's web client that the calendar uses, so that it type-checks where Odoo's sources are absent.
 */

declare module "@web/core/registry" {
    interface Registry {
        add(key: string, value: unknown, options?: { force?: boolean; sequence?: number }): Registry;
        get<Value>(key: string): Value;
        contains(key: string): boolean;
        category(name: string): Registry;
    }
    export const registry: Registry;
}

declare module "@web/core/l10n/translation" {
    export function _t(source: string, ...values: unknown[]): string;
}

declare module "@web/core/l10n/localization" {
    export const localization: {
        readonly timeFormat: string;
        readonly direction: "ltr" | "rtl";
        readonly weekStart: number;
        readonly code: string;
    };
}

declare module "@web/core/domain" {
    export class Domain {
        static and(domains: readonly (readonly unknown[])[]): Domain;
        toList(context: object): unknown[];
    }
}

declare module "@odoo/search" {
    /** The search of a view, as far as it is used here. */
    export interface SearchModel extends EventTarget {
        /** the domain of the action */
        readonly globalDomain: readonly unknown[];
        readonly domainEvalContext: object;
    }
}

declare module "@web/core/l10n/dates" {
    import type { DateTime } from "luxon";
    export function deserializeDateTime(value: string): DateTime;
    export function serializeDateTime(value: DateTime): string;
}

declare module "@web/core/user" {
    export const user: {
        readonly userId: number;
        readonly tz: string | false;
        readonly name: string;
        readonly activeCompanies: readonly { readonly id: number; readonly name: string }[];
        readonly context: Record<string, unknown>;
        hasGroup(group: string): Promise<boolean>;
    };
}

declare module "@web/core/utils/render" {
    /** Draws a template at once, as opposed to a component. */
    export function renderToElement(template: string, context?: object): Element;
}

declare module "@web/core/utils/patch" {
    /** Changes a class of Odoo's for everybody; `super` is what it was before. */
    export function patch<Target extends object>(target: Target, changes: Partial<Target> & ThisType<Target>): void;
}

declare module "@odoo/import" {
    export interface ImportOptions {
        readonly skip: number;
    }
    export interface ImportResult {
        /** of visits: how many emails their customers get */
        readonly emails?: number;
    }
}

declare module "@base_import/import_model" {
    import type { ImportOptions, ImportResult } from "@odoo/import";
    export class BaseImportModel {
        // Odoo's own class is described here, none is derived from it.
        resModel: string;
        importOptionsValues: Record<string, { value: unknown }>;
        get importOptions(): ImportOptions;
        setResModel(resModel: string): void;
        setOption(name: string, value: unknown): Promise<unknown>;
        executeImport(
            isTest: boolean,
            totalSteps: number,
            progress: object,
        ): Promise<{ res: { readonly hasError: boolean } }>;
        _callImport(isTest: boolean, args: unknown[]): Promise<ImportResult>;
        _addMessage(type: "info" | "warning" | "danger", lines: readonly string[]): void;
    }
}

declare module "@base_import/import_action/import_action" {
    import { Component } from "@odoo/owl";
    import type { BaseImportModel } from "@base_import/import_model";
    import type { Services } from "@odoo/services";
    export class ImportAction extends Component {
        // Odoo's own class is described here, none is derived from it.
        /* eslint-disable no-restricted-syntax */
        env: { readonly services: Services };
        resModel: string;
        model: BaseImportModel;
        /* eslint-enable no-restricted-syntax */
        handleImport(isTest?: boolean): Promise<void>;
    }
}

declare module "@web/core/browser/browser" {
    export const browser: Pick<
        typeof window,
        | "localStorage"
        | "sessionStorage"
        | "setTimeout"
        | "clearTimeout"
        | "setInterval"
        | "clearInterval"
        | "addEventListener"
        | "removeEventListener"
        | "matchMedia"
    > & {
        requestAnimationFrame(callback: FrameRequestCallback): number;
        cancelAnimationFrame(handle: number): void;
    };
}

declare module "@web/core/network/rpc" {
    export class RPCError extends Error {
        exceptionName: string | null;
        data: { name?: string; message?: string; arguments?: unknown[] } | null;
    }
    export class ConnectionLostError extends Error {}
    export class ConnectionAbortedError extends Error {}
    /** tells of every call: "RPC:RESPONSE" has an `error` in its detail, or a `result` */
    export const rpcBus: EventTarget;
}

declare module "@web/core/utils/concurrency" {
    export class Mutex {
        exec<Value>(action: () => Promise<Value>): Promise<Value>;
        getUnlockedDef(): Promise<void>;
    }
}

declare module "@web/core/utils/functions" {
    export function uniqueId(prefix?: string): string;
}

declare module "@web/core/utils/strings" {
    export function exprToBoolean(value: string | null, trueIfEmpty?: boolean): boolean;
}

declare module "@web/core/py_js/py" {
    export function evaluateBooleanExpr(expression: string, context: Record<string, unknown>): boolean;
}

declare module "@web/core/utils/hooks" {
    import type { Component } from "@odoo/owl";
    import type { Services } from "@odoo/services";
    type ComponentClass = typeof Component;
    export function useService<Name extends keyof Services>(name: Name): Services[Name];
    export function useBus(bus: EventTarget, event: string, callback: (event: CustomEvent) => void): void;
    export function useOwnedDialogs(): Services["dialog"]["add"];
    export function useAutofocus(options?: { refName?: string }): { el: HTMLElement | null };
}

declare module "@web/core/utils/timing" {
    export function useThrottleForAnimation<Args extends unknown[]>(
        callback: (...args: Args) => void,
    ): ((...args: Args) => void) & { cancel(): void };
}

declare module "@web/core/commands/command_hook" {
    export function useCommand(
        name: string,
        action: () => void,
        options?: { category?: string; hotkey?: string; isAvailable?: () => boolean; identifier?: string },
    ): void;
}

declare module "@web/core/popover/popover_hook" {
    interface Popover {
        open(target: HTMLElement, props: object): void;
        close(): void;
        readonly isOpen: boolean;
    }
    export function usePopover(component: unknown, options?: Record<string, unknown>): Popover;
}

declare module "@web/core/dialog/dialog" {
    import { Component } from "@odoo/owl";
    export class Dialog extends Component {}
}

declare module "@web/core/datetime/datetime_input" {
    import { Component } from "@odoo/owl";
    export class DateTimeInput extends Component {}
}

declare module "@web/core/dropdown/dropdown" {
    import { Component } from "@odoo/owl";
    export class Dropdown extends Component {}
}

declare module "@web/core/dropdown/dropdown_item" {
    import { Component } from "@odoo/owl";
    export class DropdownItem extends Component {}
}

declare module "@web/model/model" {
    import type { Services } from "@odoo/services";
    import type { Component, EventBus } from "@odoo/owl";
    export class Model<Params = unknown, LoadParams = unknown> {
        // Odoo's own class is described here, none is derived from it.
        /* eslint-disable no-restricted-syntax */
        env: Component["env"];
        orm: Services["orm"];
        bus: EventBus;
        /* eslint-enable no-restricted-syntax */
        static services: readonly string[];
        isReady: boolean;
        whenReady: Promise<void>;
        constructor(env: object, params: Params, services: Partial<Services>);
        setup(params: Params, services: Partial<Services>): void;
        load(params: Partial<LoadParams>): Promise<void>;
        hasData(): boolean;
        notify(): void;
    }
    export function useModel<Class extends new (...args: never[]) => unknown>(
        model: Class,
        params: object,
        options?: { beforeFirstLoad?: () => Promise<void> },
    ): InstanceType<Class>;
}

declare module "@web/model/record" {
    import { Component } from "@odoo/owl";
    export class Record extends Component {}
}

declare module "@web/model/relational_model/utils" {
    export function addFieldDependencies(
        activeFields: Record<string, unknown>,
        fields: Record<string, unknown>,
        dependencies: readonly { readonly name: string; readonly type: string }[],
    ): void;
    export function extractFieldsFromArchInfo(
        archInfo: { fieldNodes: object },
        fields: object,
    ): { activeFields: Record<string, unknown>; fields: Record<string, unknown> };
}

declare module "@web/search/action_hook" {
    export function useSetupAction(params: {
        rootRef?: { el: HTMLElement | null };
        getLocalState?: () => object;
        beforeLeave?: () => Promise<boolean> | boolean;
    }): void;
}

declare module "@web/search/cog_menu/cog_menu" {
    import { Component } from "@odoo/owl";
    export class CogMenu extends Component {}
}

declare module "@web/search/layout" {
    import { Component } from "@odoo/owl";
    export class Layout extends Component {}
}

declare module "@web/search/search_bar/search_bar" {
    import { Component } from "@odoo/owl";
    export class SearchBar extends Component {}
}

declare module "@web/search/search_bar/search_bar_toggler" {
    export function useSearchBarToggler(): { component: unknown; props: object };
}

declare module "@web/views/fields/field" {
    import { Component } from "@odoo/owl";
    export class Field extends Component {
        static parseFieldNode(
            node: Element,
            models: object,
            modelName: string,
            viewType: string,
        ): import("@odoo/arch").FieldNode;
    }
}

declare module "@web/views/standard_view_props" {
    export const standardViewProps: Record<string, unknown>;
}

declare module "@odoo/form" {
    import type { EventBus } from "@odoo/owl";
    export interface FormRoot {
        readonly isNew: boolean;
        readonly resId: number | false;
        readonly data: Readonly<Record<string, unknown>>;
        /** without what is being typed into a field */
        readonly dirty: boolean;
        isDirty(): Promise<boolean>;
        discard(): Promise<void>;
    }
    export interface FormModel {
        readonly root: FormRoot;
        readonly bus: EventBus;
        load(params: { readonly resId?: number | false }): Promise<void>;
    }
    export interface LeaveOptions {
        readonly forceLeave?: boolean;
    }
    export interface FormButton {
        readonly name?: string;
    }
    /** What Odoo's dialogs call when a user dismisses them. */
    export interface DialogData {
        close: (params?: { readonly dismiss?: boolean }) => unknown;
        dismiss?: (() => unknown) | undefined;
    }
    export interface PagerTarget {
        readonly offset: number;
        readonly resIds: readonly number[];
    }
    interface ActionMenuItem {
        isAvailable(): boolean;
    }
    export interface StaticActionMenuItems {
        readonly [name: string]: ActionMenuItem;
        readonly duplicate: ActionMenuItem;
    }
}

declare module "@web/views/form/form_controller" {
    import { Component } from "@odoo/owl";
    import type { DialogData, FormButton, LeaveOptions, PagerTarget, StaticActionMenuItems } from "@odoo/form";
    import type { Services } from "@odoo/services";
    interface FormEnv {
        readonly dialogData?: DialogData;
        readonly bus: EventTarget;
    }
    export class FormController extends Component<object, FormEnv> {
        // Odoo's own class is described here, none is derived from it.

        dialogService: { readonly add: Services["dialog"]["add"] };
        rootRef: { readonly el: HTMLElement | null };
        deleteRecordsWithConfirmation: (
            dialogProps: object,
            records?: readonly { readonly resId: number }[],
        ) => unknown;
        setup(): void;
        beforeVisibilityChange(): unknown;
        beforeUnload(event: BeforeUnloadEvent): unknown;
        beforeLeave(options?: LeaveOptions): Promise<boolean | void>;
        onPagerUpdate(target: PagerTarget): Promise<void>;
        beforeExecuteActionButton(button: FormButton): Promise<boolean | void>;
        create(): Promise<void>;
        saveButtonClicked(params?: object): Promise<unknown>;
        getStaticActionMenuItems(): StaticActionMenuItems;
        shouldExecuteAction(item: { readonly skipSave?: boolean }): Promise<boolean>;
    }
}

declare module "@odoo/list" {
    export interface ListButton {
        readonly name: string;
        /** what the call gets in its context beside what the view says */
        buttonContext?: Record<string, unknown>;
    }
    export interface ListRecord {
        readonly resId: number;
    }
    export interface ListModel {
        readonly root: {
            /** of all that is selected, also beyond what is shown */
            getResIds(isSelected: true): Promise<readonly number[]>;
        };
        load(): Promise<void>;
    }
}

declare module "@web/views/list/list_controller" {
    import { Component } from "@odoo/owl";
    import type { ListButton, ListRecord } from "@odoo/list";
    import type { Services } from "@odoo/services";
    export class ListController extends Component {
        // Odoo's own class is described here, none is derived from it.
        dialogService: { readonly add: Services["dialog"]["add"] };
        deleteRecordsWithConfirmation: (
            dialogProps: object,
            records?: readonly { readonly resId: number }[],
        ) => unknown;
        setup(): void;
        beforeExecuteActionButton(button: ListButton): Promise<boolean | void>;
        onAskMultiSaveConfirmation(
            changes: Readonly<Record<string, unknown>>,
            records: readonly ListRecord[],
        ): Promise<boolean> | boolean;
    }
}

declare module "@odoo/kanban" {
    export interface DropPlace {
        readonly element: HTMLElement;
        /** the column */
        readonly parent?: HTMLElement;
        readonly previous?: HTMLElement | null;
    }
    export interface KanbanGroup {
        readonly id: string;
        readonly value: unknown;
        readonly list: { readonly records: readonly { readonly id: string; readonly resId: number }[] };
    }
    export interface KanbanModel {
        readonly root: {
            /** of all that is selected, also beyond what is shown */
            getResIds(isSelected: true): Promise<readonly number[]>;
        };
        load(): Promise<void>;
    }
    export interface KanbanList {
        readonly model: KanbanModel;
        readonly groups?: readonly KanbanGroup[];
        readonly groupByField?: { readonly name: string };
        moveRecord(recordId: string, groupId: string, refId: string | null, targetGroupId: string): Promise<void>;
    }
}

declare module "@web/views/kanban/kanban_renderer" {
    import { Component } from "@odoo/owl";
    import type { DropPlace, KanbanList } from "@odoo/kanban";
    import type { Env } from "@odoo/services";
    export class KanbanRenderer extends Component<{ readonly list: KanbanList }, Env> {
        setup(): void;
        sortRecordDrop(recordId: string, groupId: string, place: DropPlace): Promise<void>;
        toggleProcessing(recordId: string, isProcessing: boolean): void;
    }
}

declare module "@web/views/kanban/kanban_controller" {
    import { Component } from "@odoo/owl";
    import type { Env } from "@odoo/services";
    export class KanbanController extends Component<object, Env> {
        // Odoo's own class is described here, none is derived from it.
        deleteRecordsWithConfirmation: (
            dialogProps: object,
            records?: readonly { readonly resId: number }[],
        ) => unknown;
        setup(): void;
    }
}

declare module "@web/views/kanban/kanban_view" {
    export const kanbanView: object;
}

declare module "@web/core/browser/feature_detection" {
    export function hasTouch(): boolean;
}

declare module "@web/views/list/list_view" {
    export const listView: object;
}

declare module "@web/views/form/form_view" {
    export const formView: object;
}

declare module "@web/core/confirmation_dialog/confirmation_dialog" {
    import { Component } from "@odoo/owl";
    export class ConfirmationDialog extends Component {}
}

declare module "@web/views/utils" {
    export function getActiveActions(node: Element): {
        create: boolean;
        edit: boolean;
        delete: boolean;
    };
}

declare module "@web/views/view_dialogs/form_view_dialog" {
    import { Component } from "@odoo/owl";
    export class FormViewDialog extends Component {}
}

declare module "@odoo/arch" {
    export interface FieldNode {
        readonly name: string;
        readonly string: string;
        readonly widget?: string;
        readonly invisible: string;
        readonly options: Record<string, unknown>;
    }
    export interface FieldDefinition {
        readonly name: string;
        readonly type: string;
        readonly string: string;
        readonly relation?: string;
        readonly selection?: readonly (readonly [string, string])[];
    }
}

declare module "@odoo/services" {
    import type { EventBus } from "@odoo/owl";
    export interface Orm {
        call<Answer>(
            model: string,
            method: string,
            args?: readonly unknown[],
            kwargs?: Record<string, unknown>,
        ): Promise<Answer>;
        readonly silent: Orm;
    }
    export interface Env {
        readonly services: Services;
        readonly bus: EventBus;
    }
    export interface ClientAction<Params> {
        readonly params: Params;
    }
    export interface Services {
        orm: Orm;
        action: {
            /** Runs a method of a record as a button does, and the action that it may answer. */
            doActionButton(button: {
                type: "object";
                name: string;
                resModel: string;
                resId?: number;
                resIds: readonly number[];
                context: Record<string, unknown>;
                onClose: () => void;
            }): Promise<void>;
        };
        ui: { readonly bus: EventBus };
        dialog: {
            add(component: unknown, props: object, options?: { onClose?: () => void }): () => Promise<void>;
        };
        notification: {
            add(
                message: string,
                options?: {
                    type?: "info" | "success" | "warning" | "danger";
                    title?: string;
                    sticky?: boolean;
                    buttons?: { name: string; onClick: () => void; primary?: boolean }[];
                },
            ): () => void;
        };
        bus_service: {
            start(): Promise<void>;
            subscribe(type: string, callback: (payload: never) => void): void;
            unsubscribe(type: string, callback: (payload: never) => void): void;
            addEventListener(type: string, callback: (event: Event) => void): void;
            removeEventListener(type: string, callback: (event: Event) => void): void;
            readonly workerState: string | null;
        };
    }
}

declare module "@web/core/browser/router" {
    export const router: {
        readonly current: Readonly<Record<string, unknown>>;
        stateToUrl(state: Readonly<Record<string, unknown>>): string;
    };
    export const routerBus: EventTarget;
}

declare module "@web/views/action_helper" {
    import { Component } from "@odoo/owl";
    export class ActionHelper extends Component {}
}
