import { Board } from "../support/board.ts";
import { expect, test } from "../support/test.ts";

test("as part of a page whose parts are as high as what is in them, the board has a height", async ({
    pageOf,
    emptyWeek,
    picture,
}) => {
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday, "Week");
    // As Odoo's dashboards lay out the views in them.
    await page.addStyleTag({
        content: ".o_action_manager, .o_action, .o_sc_view { display: block !important; height: auto !important }",
    });
    await expect.poll(async () => (await board.grid.boundingBox())!.height).toBeGreaterThan(200);
    await expect(board.row("Tomas Brandt")).toBeInViewport();
    await picture(page, "embedded");
});
