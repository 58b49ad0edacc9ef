import { Board } from "../support/board.ts";
import { today } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { WebClient } from "../support/web_client.ts";

test("on Odoo's dashboard, the board has a height and leaves the address alone", async ({ pageOf, picture }) => {
    const page = await pageOf("manager");
    const board = new Board(page);
    const client = new WebClient(page);
    await board.open(today(), "Week");
    await client.content.locator(".o_cp_action_menus button").first().click();
    await page.locator(".o_add_to_board button").click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(client.notifications).toContainText("added to dashboard");

    await client.openApp("Dashboards");
    await page.locator(".o_menu_sections").getByText("My Dashboard", { exact: true }).click();
    await expect(board.row("Aylin Demir")).toBeInViewport();
    await expect.poll(async () => (await board.grid.boundingBox())!.height).toBeGreaterThan(300);
    await picture(page, "dashboard");
    // The address is the dashboard's.
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await expect(page.locator(".o_sc_title")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("date")).toBeNull();
});
