import { queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountView, onRpc } from "@web/../tests/web_test_helpers";
import type { EventColumns } from "@support_center/core/payload";
import { ARCH } from "./support_calendar_data";

export const block = (id: number): string => `.o_sc_block[data-id="${id}"]`;
export const announced = (): string => queryOne(".o_sc_live").textContent ?? "";

/** What stands in notifications, which are read out by themselves. */
export const notified = (): string =>
    queryAll(".o_notification")
        .map(({ textContent }) => textContent)
        .join("\n");

export async function mountBoard(arch = ARCH, context: object = {}, params: object = {}): Promise<void> {
    await mountView({
        type: "support_calendar",
        resModel: "visit",
        arch,
        context: { initial_date: "2026-03-02", ...context },
        ...params,
    });
    await animationFrame();
}

export async function focusBlock(id: number): Promise<void> {
    queryOne(block(id)).focus();
    await animationFrame();
}

/** Answers a write as the server would, with the row it has now. */
export function answerRow(id: number, start: number, resource: number, revision = 1): EventColumns {
    return {
        base: 0,
        matching: 1,
        id: [id],
        resource: [resource],
        start: [start],
        duration: [60],
        label: ["Boiler"],
        revision: [revision],
    };
}

/** What a form for something new begins with. */
interface NewForm {
    /** 0 for nobody */
    readonly resourceId: number;
    /** as Odoo writes it, in UTC */
    readonly start: string;
    readonly minutes: number;
}

/** @returns the forms for something new, as they are opened */
export function noteNew(): NewForm[] {
    const forms: NewForm[] = [];
    const minuteOf = (stored: string): number => Date.parse(`${stored.replace(" ", "T")}Z`) / 60_000;
    onRpc("visit", "onchange", ({ kwargs }) => {
        const context = kwargs["context"] as Record<string, unknown>;
        const [start, stop] = [context["default_start"] as string, context["default_stop"] as string];
        const resourceId = Number(context["default_user_id"]);
        forms.push({ resourceId, start, minutes: minuteOf(stop) - minuteOf(start) });
    });
    return forms;
}

/** In pixels of the window. */
export interface Point {
    readonly x: number;
    readonly y: number;
}

/** A whole click, as of a mouse. */
export function clickAt(target: Element, { x, y }: Point, count = 1): void {
    const options = { bubbles: true, clientX: x, clientY: y };
    target.dispatchEvent(new PointerEvent("pointerdown", { ...options, pointerId: 1 }));
    target.dispatchEvent(new PointerEvent("pointerup", { ...options, pointerId: 1 }));
    target.dispatchEvent(new MouseEvent("click", { ...options, detail: count }));
}

/** A whole drag, as of a mouse. */
export async function dragBetween(target: Element, from: Point, to: Point): Promise<void> {
    const options = (at: Point): PointerEventInit => ({ bubbles: true, pointerId: 1, clientX: at.x, clientY: at.y });
    target.dispatchEvent(new PointerEvent("pointerdown", options(from)));
    target.dispatchEvent(new PointerEvent("pointermove", options(to)));
    await animationFrame();
    target.dispatchEvent(new PointerEvent("pointerup", options(to)));
    target.dispatchEvent(new MouseEvent("click", { ...options(to), detail: 1 }));
    await animationFrame();
}
