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

/** Contrasts as WCAG counts them, which axe-core does not look at for what is no text. */
async function contrastsOf(page: Page, selector: string): Promise<Contrast[]> {
    return page.locator(selector).evaluateAll((nodes) => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
        const paper = getComputedStyle(document.querySelector(".o_sc_board")!).backgroundColor;
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
        const contrast = (one: string, other: string): number => {
            const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
            return (light! + 0.05) / (dark! + 0.05);
        };
        return nodes.map((node) => {
            const { borderInlineStartColor, backgroundColor, color } = getComputedStyle(node);
            return {
                sign: (node.textContent ?? "").slice(0, 1),
                edge: contrast(borderInlineStartColor, paper),
                tint: contrast(borderInlineStartColor, backgroundColor),
                text: contrast(color, backgroundColor),
            };
        });
    });
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
