import { Board } from "../support/board.ts";
import { moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";
import { book } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

for (const layout of ["Team", "Person"] as const) {
    test(`the focus comes back to the block or the free time that something was opened from: ${layout.toLowerCase()}`, async ({
        pageOf,
        rpcOf,
        emptyWeek,
        unique,
    }) => {
        const subject = unique("Come back");
        await book(await rpcOf("manager"), {
            subject,
            technician: "technician",
            start: moment(emptyWeek.tuesday, "10:00"),
            stop: moment(emptyWeek.tuesday, "11:00"),
        });
        const page = await pageOf("manager");
        const board = new Board(page);
        const client = new WebClient(page);
        await board.open(emptyWeek.tuesday);
        await board.show(layout);
        if (layout === "Person") await page.getByLabel("Person", { exact: true }).selectOption("Tomas Brandt");
        const block = board.block(subject);
        const button = (name: string) => board.details.getByRole("button", { name, exact: true });
        const closed = async (): Promise<void> => {
            await expect(client.dialog).toHaveCount(0);
            await expect(board.details).toHaveCount(0);
        };

        for (const { name, shows } of [
            { name: "Move to…", shows: "Start" },
            { name: "Edit", shows: "Subject" },
            { name: "Cancel…", shows: "Reason" },
        ]) {
            await test.step(`details, ${name}, Escape`, async () => {
                await block.click();
                await button(name).click();
                await expect(client.dialog).toContainText(shows);
                await page.keyboard.press("Escape");
                await closed();
                await expect(block).toBeFocused();
            });
        }
        await test.step("details, Edit, Save", async () => {
            await block.click();
            await button("Edit").click();
            await client.dialog.locator('[name="location"] input, [name="location"] textarea').fill("Back yard");
            await client.dialog.getByRole("button", { name: "Save", exact: true }).click();
            await closed();
            await expect(block).toBeFocused();
        });
        await test.step("details, Move to…, Move", async () => {
            await block.click();
            await button("Move to…").click();
            await client.dialog.getByLabel("Start").fill(moment(emptyWeek.tuesday, "13:00").typed);
            await page.keyboard.press("Tab");
            await client.dialog.getByRole("button", { name: "Move", exact: true }).click();
            await closed();
            await expect(block).toHaveAttribute("aria-label", /01:00 PM/);
            await expect(block).toBeFocused();
        });
        await test.step("free time by mouse, Escape", async () => {
            const box = (await block.boundingBox())!;
            const along = layout === "Team" ? { x: box.width * 1.5, y: 8 } : { x: 8, y: box.height * 1.5 };
            await page.mouse.click(box.x + along.x, box.y + along.y);
            await expect(client.dialog).toContainText("Subject");
            await page.keyboard.press("Escape");
            await closed();
            await expect(board.slot).toBeFocused();
            await expect(board.slot).toHaveAttribute("aria-label", /02:\d\d PM/);
        });
        await test.step("free time by key, Escape, then Save, which goes to what is new", async () => {
            await page.keyboard.press("Enter");
            await expect(client.dialog).toContainText("Subject");
            await page.keyboard.press("Escape");
            await closed();
            await expect(board.slot).toBeFocused();
            await page.keyboard.press("Enter");
            const added = unique("Added");
            await client.dialog.getByRole("textbox", { name: "Subject" }).fill(added);
            await client.dialog.locator('[name="customer_name"] input').fill("Emilia Sommer");
            await client.dialog.getByRole("button", { name: "Save", exact: true }).click();
            await closed();
            await expect(board.block(added)).toBeFocused();
        });
    });
}
