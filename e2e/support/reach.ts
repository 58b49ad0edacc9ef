import type { Page } from "@playwright/test";

/** Controls that stick out of the window, or that no finger hits (WCAG 2.5.8). */
export async function unreachable(page: Page): Promise<string[]> {
    return page.locator(".o_sc_toolbar").evaluate((toolbar) =>
        [...toolbar.querySelectorAll<HTMLElement>("button, input, select")].flatMap((control) => {
            // What this window does not offer at all needs no room.
            if (control.getClientRects().length === 0) return [];
            const { left, right, width, height } = control.getBoundingClientRect();
            const isFine = left >= 0 && right <= window.innerWidth && width >= 24 && height >= 24;
            return isFine ? [] : [`${control.className}: ${left} to ${right}, ${width} × ${height}`];
        }),
    );
}
