// What runs in the browser's page. Each exported function stands alone: Playwright sends its text there.

/** A button, or whatever else can be pressed. */
export interface Button {
    /** Tells it from the others of its screen, whatever the record is. */
    key: string;
    /** As users see it. */
    label: string;
    /** Where it is, as {@link MARK} in the page. */
    mark: string;
    /** Closes what it is on and loses what was typed. */
    leaves: boolean;
}

/** What a user sees on top of everything else. */
export interface Sight {
    /** `none`: a page that is not Odoo's web client. */
    layer: "page" | "dialog" | "popover" | "none";
    /** Model, type and id of the view, of the page or of the page below. */
    view: { action: string; model: string; type: string; id: number | false };
    /** Changes whenever another view is opened. */
    controller: string;
    title: string;
    buttons: Button[];
    /** Text of Odoo's help in an empty view. */
    emptyText: string | null;
    /** Remote calls of this page since it was loaded. */
    calls: number;
}

export interface Trouble {
    /** Names of the failed remote calls, with the server's sentence. */
    calls: string[];
    /** Sentences of error dialogs and red notifications that are open. */
    messages: string[];
}

interface Controller {
    jsId: string;
    displayName?: string;
    action: { id?: number; xml_id?: string; res_model?: string; type: string; tag?: string };
    view?: { type: string };
    props?: { resModel?: string; viewId?: number | false; views?: [number | false, string][] };
}

interface Window {
    crawlerCalls: number;
    crawlerCallsSoFar: number;
    crawlerFailures: string[];
    owl?: { App: { apps: Set<{ scheduler: { tasks: Set<unknown> } }> } };
    odoo?: {
        __WOWL_DEBUG__?: { root: { env: { services: { action?: { currentController: Controller | null } } } } };
    };
}

/** Counts the remote calls under way and remembers those that failed. Runs before the page's own scripts. */
export function watchCalls(): void {
    const page = window as unknown as Window;
    page.crawlerCalls = 0;
    page.crawlerCallsSoFar = 0;
    page.crawlerFailures = [];
    const remember = (url: string, text: string) => {
        if (!text.startsWith("{") || !text.includes('"error"')) return;
        const answer = JSON.parse(text) as { error?: { message: string; data?: { name?: string; message?: string } } };
        if (!answer.error) return;
        const { message, data } = answer.error;
        page.crawlerFailures.push(
            `${new URL(url, location.href).pathname}: ${data?.name ?? ""} ${data?.message ?? message}`,
        );
    };
    /* eslint-disable @typescript-eslint/unbound-method -- they are called with the request they belong to */
    const { open, send } = XMLHttpRequest.prototype;
    const { fetch } = window;
    /* eslint-enable @typescript-eslint/unbound-method */
    const urls = new WeakMap<XMLHttpRequest, string>();
    XMLHttpRequest.prototype.open = function (...args: unknown[]) {
        urls.set(this, String(args[1]));
        Reflect.apply(open, this, args);
    };
    XMLHttpRequest.prototype.send = function (...args) {
        page.crawlerCalls++;
        page.crawlerCallsSoFar++;
        this.addEventListener("loadend", () => {
            page.crawlerCalls--;
            if (this.responseType === "" || this.responseType === "text")
                remember(urls.get(this) ?? "", this.responseText);
        });
        send.apply(this, args);
    };
    window.fetch = async (...args) => {
        page.crawlerCalls++;
        page.crawlerCallsSoFar++;
        try {
            return await fetch(...args);
        } finally {
            page.crawlerCalls--;
        }
    };
}

/**
 * Resolves when the page has come to rest: nothing is being fetched, drawn or shown as loading.
 * @returns what it still waits for, or nothing when it rests
 */
export async function rest(milliseconds: number): Promise<string> {
    const page = window as unknown as Window;
    const busy = () => {
        if (page.crawlerCalls > 0) return `${page.crawlerCalls} remote calls`;
        for (const app of page.owl?.App.apps ?? []) if (app.scheduler.tasks.size > 0) return "components to be drawn";
        const sign = document.querySelector(".o_loading_indicator, .o_blockUI, .o-autocomplete .o_loading");
        return sign ? sign.className : "";
    };
    const deadline = performance.now() + milliseconds;
    let quiet = 0;
    while (quiet < 4) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        const reason = busy();
        quiet = reason ? 0 : quiet + 1;
        if (reason && performance.now() > deadline) return reason;
    }
    return "";
}

/** Takes what went wrong since it was last asked. */
export function takeTrouble(): Trouble {
    const page = window as unknown as Window;
    const calls = (page.crawlerFailures ?? []).splice(0);
    const shown = document.querySelectorAll<HTMLElement>(
        ".o_error_dialog, .o_notification:has(.o_notification_bar.bg-danger), .o_notification_bar.bg-danger + *",
    );
    return {
        calls,
        messages: [...new Set([...shown].map((element) => element.innerText.replace(/\s+/g, " ").trim()))],
    };
}

/** What is on top, and what can be pressed there. `ignored`: selector of what is left out. */
export function look(ignored: string): Sight {
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const last = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(shown).at(-1);
    const clean = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim();
    const withoutNumbers = (text: string) => text.replace(/\d[\d.,:/-]*/g, "#");

    const calls = (window as unknown as Window).crawlerCallsSoFar ?? 0;
    const controller = (window as unknown as Window).odoo?.__WOWL_DEBUG__?.root.env.services.action?.currentController;
    const type = controller?.view?.type ?? controller?.action.type ?? "";
    const view = {
        action: controller?.action.xml_id ?? controller?.action.tag ?? String(controller?.action.id ?? ""),
        model: controller?.props?.resModel ?? controller?.action.res_model ?? "",
        type,
        id: controller?.props?.viewId ?? controller?.props?.views?.find((entry) => entry[1] === type)?.[0] ?? false,
    };

    const dialog = last(".o_dialog .modal-content");
    const popover = last(
        ".o-overlay-container .o_popover:not(:has(.o-tooltip, .o-tooltip--string)), .o-overlay-container .o-dropdown--menu",
    );
    const isAbove = popover && !(dialog && popover.compareDocumentPosition(dialog) & Node.DOCUMENT_POSITION_FOLLOWING);
    const main = document.querySelector<HTMLElement>(".o_action_manager");
    const root = isAbove ? popover : (dialog ?? main);
    if (!root) {
        return { layer: "none", view, controller: "", title: document.title, buttons: [], emptyText: null, calls };
    }
    const layer = isAbove ? "popover" : dialog ? "dialog" : "page";
    const title =
        layer === "dialog"
            ? clean(dialog?.querySelector(".modal-title")?.textContent)
            : clean(document.querySelector(".o_last_breadcrumb_item")?.textContent);

    /** What is only an icon is called by the nearest class of Odoo's. */
    const ourClass = (element: Element | null): string => {
        for (let at = element; at; at = at.parentElement) {
            const found = [...at.classList].find((name) => /^o[_-]/.test(name) && name !== "o-dropdown");
            if (found) return found;
        }
        return "";
    };
    const fieldKey = (element: HTMLElement, label: string) => {
        const name = element.closest(".o_field_widget[name]")?.getAttribute("name");
        if (name === undefined || name === null) return null;
        // Which stages there are is data.
        if (name === "stage_id") return `field ${name}: stage`;
        if (element.closest(".o_field_statusbar, .o_field_widget .nav")) return `field ${name}: ${label}`;
        const kind = element.getAttribute("aria-label") ?? element.classList.item(0) ?? element.tagName;
        return `field ${name}: ${withoutNumbers(kind)}`;
    };
    const describe = (element: HTMLElement): { key: string; label: string } => {
        if (element.matches(".o_data_row *")) {
            const name = element.closest("td")?.getAttribute("name") ?? "";
            if (element.matches(".o_data_cell")) return { key: "row", label: "first row" };
            if (element.matches(".o_list_record_selector *"))
                return { key: "row: select", label: "select the first row" };
            return {
                key: `row: ${element.getAttribute("name") ?? `${name} ${element.classList.item(0) ?? ""}`}`,
                label: clean(element.innerText) || name,
            };
        }
        if (element.matches(".o_kanban_record")) return { key: "card", label: "first card" };
        if (element.matches("[role=gridcell][data-id]")) return { key: "visit", label: "first visit on the board" };
        const label =
            clean(element.getAttribute("aria-label") ?? element.getAttribute("title") ?? element.dataset["tooltip"]) ||
            clean(element.innerText) ||
            ourClass(element);
        const name = element.getAttribute("name");
        if (element.matches(".oe_stat_button"))
            return { key: `smart ${name ?? label}`, label: clean(element.innerText) };
        const where = element.closest(".o_kanban_record") ? "card: " : "";
        // Each of these does the same with another value.
        if (element.closest(".o_kanban_colorpicker, .o_colorlist")) return { key: `${where}color`, label };
        if (element.matches(".o_priority_star")) return { key: `${where}priority`, label };
        if (
            element.matches(
                ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option), .o-autocomplete--dropdown-item *",
            )
        )
            return { key: `${where}choice`, label };
        if (element.closest("[class*=o-mail-]"))
            return { key: `chatter: ${withoutNumbers(label).slice(0, 60)}`, label };
        if (name) return { key: `${where}${name} ${withoutNumbers(label)}`, label };
        const field = fieldKey(element, label);
        if (field) return { key: where + field, label };
        return { key: where + withoutNumbers(label).slice(0, 60), label: label.slice(0, 60) };
    };

    const pressable = [
        "button, a.btn, a[type=object], a[type=action], a[role=button], [role=button], [role=tab], [role=menuitem]",
        ".dropdown-item, .o_priority_star",
        ".o_data_row .o_list_record_selector input",
        ".o_data_row .o_data_cell:not(.o_handle_cell, .o_list_button, .o_field_x2many_list_row_add)",
        ".o_kanban_record:not(.o_kanban_ghost, .o_kanban_demo), [role=gridcell][data-id]",
    ].join();
    for (const marked of document.querySelectorAll("[data-crawler]")) marked.removeAttribute("data-crawler");
    const buttons = new Map<string, Button>();
    let number = 0;
    const isRecord = (element: Element) => element.closest(".o_data_row, .o_kanban_record, [role=gridcell]") !== null;
    // Of several records, one that the crawler made: what is pressed may delete it.
    const isOwn = (element: Element) =>
        element.closest(".o_data_row, .o_kanban_record, [role=gridcell]")?.textContent.includes("Crawler") ?? false;
    const elements = [...root.querySelectorAll<HTMLElement>(pressable)];
    const inOrder = [...elements.filter((element) => !isRecord(element) || isOwn(element)), ...elements];
    for (const element of inOrder) {
        if (element.matches(":disabled, .disabled, [aria-disabled=true]") || element.closest(ignored)) continue;
        if (!shown(element) || element.getBoundingClientRect().width === 0) continue;
        const { key, label } = describe(element);
        if (buttons.has(key)) continue;
        const mark = String(number++);
        element.dataset["crawler"] = mark;
        const leaves = element.matches(
            "[special=cancel], .btn-close, .o_form_button_cancel, .o_list_button_discard, .o_kanban_cancel, .o_back_button",
        );
        buttons.set(key, { key, label, mark, leaves });
    }
    const empty = layer === "page" ? last(".o_view_nocontent") : undefined;
    return {
        layer,
        view,
        controller: controller?.jsId ?? "",
        title,
        buttons: [...buttons.values()],
        emptyText: empty ? clean(empty.innerText) : null,
        calls,
    };
}

/**
 * Finds what has to be filled in the topmost dialog or the page: required fields that are empty, the dates of new
 * records, and a message that is being written.
 * @returns how many there are; each has its number as `data-crawler-fill`
 */
export function findUnfilled(): number {
    for (const marked of document.querySelectorAll("[data-crawler-fill]")) marked.removeAttribute("data-crawler-fill");
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const dialog = [...document.querySelectorAll(".o_dialog .modal-content")].filter(shown).at(-1);
    const root = dialog ?? document.querySelector(".o_action_manager");
    // Odoo draws a form for the next record into the same element, and says that it is saved only until it is changed.
    const form = root?.querySelector<HTMLElement>(".o_form_renderer");
    if (form?.matches(".o_form_saved")) form.dataset["crawlerSaved"] = "1";
    else if (form && !form.matches(".o_form_dirty")) {
        delete form.dataset["crawlerSaved"];
        for (const typed of form.querySelectorAll("[data-crawler-typed]")) typed.removeAttribute("data-crawler-typed");
    }
    const isNew = form?.dataset["crawlerSaved"] === undefined;
    const isUnfilled = (field: HTMLElement): boolean => {
        if (field.querySelector(".o_list_renderer, .o_tag, .o_kanban_renderer")) return false;
        // What is proposed for a new record may be taken by the record before: each gets a time of its own, once.
        const date = field.querySelector<HTMLElement>("[data-field]");
        if (date) {
            const value = date instanceof HTMLInputElement ? date.value : date.innerText;
            return value.trim() === "" || (isNew && field.dataset["crawlerTyped"] === undefined);
        }
        const editor = field.querySelector<HTMLElement>("[contenteditable=true]");
        if (editor) return editor.innerText.trim() === "";
        const input = field.querySelector<HTMLInputElement | HTMLTextAreaElement>(
            "input:not([type=checkbox], [type=radio], [type=file]), textarea",
        );
        return input !== null && !input.disabled && !input.readOnly && input.value === "";
    };
    const fields = [
        ...(root?.querySelectorAll<HTMLElement>(
            ".o_field_widget.o_required_modifier:not(.o_readonly_modifier), .o_selected_row .o_required_modifier:not(.o_readonly_modifier) .o_field_widget",
        ) ?? []),
    ].filter((field) => shown(field) && isUnfilled(field));
    const message = root?.querySelector<HTMLTextAreaElement>("textarea.o-mail-Composer-input");
    if (message?.value === "" && shown(message)) fields.push(message);
    for (const [index, field] of fields.entries()) field.dataset["crawlerFill"] = String(index);
    return fields.length;
}

/**
 * Scrolls to a button and finds the point at which a click hits it.
 * @returns nothing when something else is in the way, or it is gone
 */
export function aim(mark: string): { x: number; y: number } | null {
    const element = document.querySelector(`[data-crawler="${mark}"]`);
    if (!element) return null;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const point = { x: left + width / 2, y: top + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    return hit && (element.contains(hit) || hit.contains(element)) ? point : null;
}
