import { queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mountView } from "@web/../tests/web_test_helpers";
import type { EventColumns } from "@support_center/core/payload";
import { ARCH } from "./support_calendar_data";

export const block = (id: number): string => `.o_sc_block[data-id="${id}"]`;
export const announced = (): string => queryOne(".o_sc_live").textContent ?? "";

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
