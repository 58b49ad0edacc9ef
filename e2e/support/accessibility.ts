import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { EXCLUSIONS } from "./accessibility_exclusions.ts";

const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What keeps people from using a part of the page, by WCAG 2.2 AA, without what is Odoo's own and known.
 * @param within selector of the part: the view on screen or a dialog
 * @returns one text for each element: rule, element, what to do
 */
async function violationsOf(page: Page, within: string): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).include(within).withTags(WCAG_AA).analyze();
    const suspects = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, html, failureSummary }) => ({
            selector: target.flat().join(" "),
            excuses: EXCLUSIONS.filter(({ rules }) => rules.includes(id)).map((exclusion) => exclusion.within),
            text: `${id}: ${html}\n${failureSummary ?? ""}`,
        })),
    );
    return page.evaluate(
        (nodes) =>
            nodes
                .filter(({ selector, excuses }) => {
                    const element = document.querySelector(selector);
                    return !excuses.some((excuse) => element?.closest(excuse));
                })
                .map(({ text }) => text),
        suspects,
    );
}

/**
 * Fails with everything in a part of the page that keeps people from using it.
 * @param within selector of the part: the view on screen or a dialog
 */
export async function expectAccessible(page: Page, within: string): Promise<void> {
    // The pointer may rest on what only then has a tooltip or another colour.
    await page.mouse.move(0, 0);
    expect(await violationsOf(page, within)).toEqual([]);
}
