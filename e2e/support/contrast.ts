import { expect, type Page } from "@playwright/test";

interface Contrast {
    /** the mark that tells the status besides its colour */
    readonly sign: string;
    /** edge to the board behind it */
    readonly edge: number;
    /** edge to what it encloses */
    readonly tint: number;
    readonly text: number;
}

/** Contrasts of pairs of colours on the board as WCAG counts them, which axe-core does not look at for what is no text. */
async function ratios(page: Page, pairs: readonly (readonly [string, string])[]): Promise<number[]> {
    return page.locator(".o_sc_board").evaluate((board, compared) => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
        const paper = getComputedStyle(board).backgroundColor;
        const luminance = (colour: string): number => {
            // What is not opaque lets the board shine through.
            for (const paint of [paper, colour]) {
                canvas.fillStyle = paint;
                canvas.fillRect(0, 0, 1, 1);
            }
            const channels = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => {
                const part = value / 255;
                return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
        };
        return compared.map((pair) => {
            const [dark, light] = pair.map(luminance).sort((left, right) => left - right);
            return (light! + 0.05) / (dark! + 0.05);
        });
    }, pairs);
}

async function contrastsOf(page: Page, selector: string): Promise<Contrast[]> {
    const paper = await page.locator(".o_sc_board").evaluate((board) => getComputedStyle(board).backgroundColor);
    const found = await page.locator(selector).evaluateAll((nodes) =>
        nodes.map((node) => {
            const { borderInlineStartColor: edge, backgroundColor: tint, color: text } = getComputedStyle(node);
            return { sign: (node.textContent ?? "").slice(0, 1), edge, tint, text };
        }),
    );
    const contrasts = await ratios(
        page,
        found.flatMap(({ edge, tint, text }) => [[edge, paper] as const, [edge, tint] as const, [text, tint] as const]),
    );
    return found.map(({ sign }, index) => {
        const [edge, tint, text] = contrasts.slice(3 * index) as [number, number, number];
        return { sign, edge, tint, text };
    });
}

/** The ring around what has the focus stands out from the board (WCAG 1.4.11). */
export async function expectFocusStandsOut(page: Page): Promise<void> {
    const focus = page.locator(":focus");
    await expect(focus).not.toHaveCSS("outline-style", "none");
    const { ring, width, paper } = await focus.evaluate((node) => {
        const { outlineColor, outlineWidth } = getComputedStyle(node);
        const board = document.querySelector(".o_sc_board")!;
        return { ring: outlineColor, width: parseFloat(outlineWidth), paper: getComputedStyle(board).backgroundColor };
    });
    expect(width).toBeGreaterThanOrEqual(2);
    const [contrast] = await ratios(page, [[ring, paper]]);
    expect(contrast).toBeGreaterThanOrEqual(3);
}

/**
 * Status is told by a sign as well (WCAG 1.4.1), edges stand out from the board and from what they enclose (1.4.11), and text can
 * be read (1.4.3): in the legend, and on the blocks of a day.
 */
export async function expectStatusesStandOut(page: Page): Promise<void> {
    const legend = await contrastsOf(page, ".o_sc_legend .o_sc_swatch");
    expect(legend).toHaveLength(5);
    expect(new Set(legend.map(({ sign }) => sign)).size).toBe(5);
    const blocks = await contrastsOf(page, ".o_sc_block:not(.o_sc_beside)");
    expect(blocks.length).toBeGreaterThan(0);
    for (const { edge, tint, text } of [...legend, ...blocks]) {
        expect(edge).toBeGreaterThanOrEqual(3);
        expect(tint).toBeGreaterThanOrEqual(3);
        expect(text).toBeGreaterThanOrEqual(4.5);
    }
}
