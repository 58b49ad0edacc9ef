import { Board } from "../support/board.ts";
import { isoDate, moment } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";

test("another addon's model is planned on the same board, drawn by the addon's own renderer", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const admin = await rpcOf("admin");
    const [machine, other] = [unique("Lathe"), unique("Mill")];
    const machines = [];
    for (const name of [machine, other]) machines.push(await admin.create("calendar.test.machine", { name }));
    const name = unique("Turn a shaft");
    const job = await admin.create("calendar.test.job", {
        name,
        machine_id: machines[0],
        date_begin: moment(emptyWeek.monday, "10:00").stored,
        date_end: moment(emptyWeek.monday, "11:00").stored,
    });
    const page = await pageOf("admin");
    const board = new Board(page);
    const date = isoDate(emptyWeek.monday);
    await page.goto(`/odoo/calendar-test-jobs?date=${date}`);
    await expect(board.grid).toBeVisible({ timeout: 60_000 });
    await board.show("Day");
    const block = board.blockOf(machine, name);
    await expect(block).toHaveAttribute("data-own", `job ${job}`);
    await picture(page, "another-model");

    await board.dragTo(block, await board.point(other, "02:00 PM"));
    await expect(board.blockOf(other, name)).toBeVisible();
    await expect(board.announcement).toContainText(`Moved to ${other}`);
    const stored = await admin.read<{ date_begin: string; machine_id: [number, string] }>("calendar.test.job", job, [
        "date_begin",
        "machine_id",
    ]);
    expect(stored).toMatchObject({
        date_begin: moment(emptyWeek.monday, "14:00").stored,
        machine_id: [machines[1], other],
    });
    await board.block(name).click();
    await board.details.getByRole("button", { name: "Done" }).click();
    await expect(board.block(name)).toHaveAttribute("aria-label", /Done/);
});
