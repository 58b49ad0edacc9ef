import type { Page } from "@playwright/test";
import { Board } from "../support/board.ts";
import { moment, type Week } from "../support/dates.ts";
import type { Odoo } from "../support/odoo.ts";
import { restartPostgres, untilMessagesTravel } from "../support/servers.ts";
import { expect, test } from "../support/test.ts";
import { book, type Visit } from "../support/visits.ts";
import { WebClient } from "../support/web_client.ts";

interface Stored {
    start: string;
}

const startOf = async (odoo: Odoo, { id }: Visit): Promise<string> =>
    (await odoo.read<Stored>("support.appointment", id, ["start"])).start;

const bookAtTen = (odoo: Odoo, subject: string, week: Week): Promise<Visit> =>
    book(odoo, {
        subject,
        technician: "technician",
        start: moment(week.tuesday, "10:00"),
        stop: moment(week.tuesday, "11:00"),
    });

async function move(page: Page, subject: string, to: string): Promise<void> {
    const board = new Board(page);
    await board.dragTo(board.block(subject), await board.point("Tomas Brandt", to));
}

test("offline during a save: the visit goes back, nothing is lost, and it can be done again", async ({
    pageOf,
    rpcOf,
    problems,
    emptyWeek,
    unique,
}) => {
    problems.expect(/ERR_INTERNET_DISCONNECTED/);
    // Messages of the server come all the same; when what they are about can't be read, Odoo says so and logs it.
    problems.expect(/ConnectionLostError.*support_calendar_read_rows/);
    const subject = unique("Offline");
    const manager = await rpcOf("manager");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);

    await page.context().setOffline(true);
    await move(page, subject, "02:00 PM");
    await expect(page.locator(".o_notification").filter({ hasText: "Not saved" })).toContainText(
        "no connection to the server",
    );
    await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM/);

    await page.context().setOffline(false);
    await move(page, subject, "02:00 PM");
    await expect(board.announcement).toContainText("Moved to Tomas Brandt");
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "14:00").stored);
});

test("while the server takes long to save, the visit is marked as not yet saved, and this is said", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const [subject, other] = [unique("Slow"), unique("Meanwhile")];
    const manager = await rpcOf("admin");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    const held: (() => Promise<void>)[] = [];
    await page.route(/support_calendar_write/, (route) => void held.push(() => route.continue()));
    await move(page, subject, "02:00 PM");
    await expect(board.announcement).toContainText("Not yet saved, waiting for the server:");
    await expect(board.announcement).toContainText(subject);
    const block = board.block(subject);
    await expect(block).toHaveClass(/o_sc_unsaved/);
    await expect(block).toHaveAttribute("aria-label", /02:00 PM.*Not yet saved$/);
    await picture(page, "not-yet-saved");

    // What others do appears, and the mark stays.
    await book(manager, {
        subject: other,
        technician: "technician",
        start: moment(emptyWeek.tuesday, "08:30"),
        stop: moment(emptyWeek.tuesday, "09:00"),
    });
    await expect(board.block(other)).toBeVisible();
    await expect(block).toHaveAttribute("aria-label", /02:00 PM.*Not yet saved$/);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "10:00").stored);

    for (const release of held) await release();
    await expect(board.announcement).toContainText("Moved to Tomas Brandt");
    await expect(block).not.toHaveClass(/o_sc_unsaved/);
    await expect(block).not.toHaveAttribute("aria-label", /Not yet saved/);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "14:00").stored);
});

test("session expired during a save: the visit goes back, and Odoo asks to log in again", async ({
    pageOf,
    rpcOf,
    problems,
    emptyWeek,
    unique,
}) => {
    problems.expect(/[Ss]ession ?[Ee]xpired/);
    const subject = unique("Expired");
    const manager = await rpcOf("manager");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);

    await page.context().clearCookies();
    await move(page, subject, "02:00 PM");
    // What others have just planned may be read in the same moment, and Odoo asks for each request that was refused.
    await expect(new WebClient(page).dialog.first()).toContainText("Session Expired");
    await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM/);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "10:00").stored);
});

test("two dispatchers: a move of what the other has just moved is refused and says so", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Both");
    const manager = await rpcOf("manager");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const [one, other] = [await pageOf("manager"), await pageOf("admin")];
    await new Board(one).open(emptyWeek.tuesday);
    await new Board(other).open(emptyWeek.tuesday);

    // A slow network: what the first one changes does not reach the second one before they drop theirs.
    const held: (() => Promise<void>)[] = [];
    let isSlow = true;
    await other.route(/support_calendar_read_rows/, async (route) => {
        if (isSlow) held.push(() => route.continue());
        else await route.continue();
    });
    await move(one, subject, "01:00 PM");
    await expect(new Board(one).announcement).toContainText("Moved to Tomas Brandt");
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await move(other, subject, "03:00 PM");
    await expect(other.locator(".o_notification")).toContainText("Not saved");
    isSlow = false;
    for (const release of held) await release();

    await expect(new Board(other).block(subject)).toHaveAttribute("aria-label", /01:00 PM/);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "13:00").stored);
});

test("a move out of the week shown: saved, undone, and refused when somebody else was faster", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Next week");
    const manager = await rpcOf("manager");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    const moveToNextWeek = async (): Promise<void> => {
        await board.block(subject).click();
        await board.details.getByRole("button", { name: "Move to…" }).click();
        const { dialog } = new WebClient(page);
        await dialog.getByLabel("Start").fill(moment(emptyWeek.tuesday + 7, "10:00").typed);
        await dialog.getByRole("button", { name: "Move", exact: true }).click();
    };

    await moveToNextWeek();
    await expect(board.announcement).toContainText("Moved to Tomas Brandt");
    await expect(board.block(subject)).toHaveCount(0);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday + 7, "10:00").stored);

    await page.getByRole("button", { name: "Undo" }).click();
    await expect(board.announcement).toHaveText("Undone.");
    await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM/);
    expect(await startOf(manager, visit)).toBe(moment(emptyWeek.tuesday, "10:00").stored);

    // What others change does not reach this page in time.
    const held: (() => Promise<void>)[] = [];
    let isSlow = true;
    await page.route(/support_calendar_read_rows/, async (route) => {
        if (isSlow) held.push(() => route.continue());
        else await route.continue();
    });
    const [start, stop] = [moment(emptyWeek.tuesday, "13:00").stored, moment(emptyWeek.tuesday, "14:00").stored];
    await manager.write("support.appointment", visit.id, { start, stop });
    await moveToNextWeek();
    await expect(page.locator(".o_notification")).toContainText("was changed by someone else meanwhile");
    isSlow = false;
    for (const release of held) await release();
    await expect(board.block(subject)).toHaveAttribute("aria-label", /01:00 PM/);
    expect(await startOf(manager, visit)).toBe(start);
});

test("a form does not overwrite what somebody else has moved since it was opened", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Form");
    const manager = await rpcOf("manager");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    const dialogs = page.getByRole("dialog");
    const dialog = dialogs.filter({ has: page.locator(".o_form_view") });
    const refusal = dialogs.filter({ hasText: "was changed by someone else meanwhile" });
    await board.open(emptyWeek.tuesday);
    const open = async (): Promise<void> => {
        await board.block(subject).dblclick();
        await expect(dialog.getByRole("textbox", { name: "Subject" })).toHaveValue(subject);
    };
    const save = dialog.getByRole("button", { name: "Save", exact: true });

    await open();
    const [start, stop] = [moment(emptyWeek.tuesday, "13:00").stored, moment(emptyWeek.tuesday, "14:00").stored];
    await manager.write("support.appointment", visit.id, { start, stop });
    await dialog.locator('.o_field_widget[name="duration"] input').fill("02:00");
    await save.click();
    await refusal.locator("footer").getByRole("button").first().click();
    await expect(refusal).toHaveCount(0);
    expect(await startOf(manager, visit)).toBe(start);

    await dialog.getByRole("button", { name: "Discard" }).click();
    await open();
    await dialog.locator('.o_field_widget[name="duration"] input').fill("02:00");
    await save.click();
    await expect(board.block(subject)).toHaveAttribute("aria-label", /01:00 PM – 03:00 PM/);
    expect(await startOf(manager, visit)).toBe(start);
});

test("PostgreSQL was restarted under an open board: what is changed just afterwards appears, without disturbing anybody", async ({
    pageOf,
    rpcOf,
    emptyWeek,
    unique,
}) => {
    const [moved, mine] = [unique("Moved"), unique("Mine")];
    const manager = await rpcOf("admin");
    const visit = await bookAtTen(manager, moved, emptyWeek);
    await book(manager, {
        subject: mine,
        technician: "technician",
        start: moment(emptyWeek.tuesday, "15:00"),
        stop: moment(emptyWeek.tuesday, "16:00"),
    });
    const page = await pageOf("manager");
    await page.clock.install();
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    await expect(board.block(moved)).toHaveAttribute("aria-label", /10:00 AM/);

    await restartPostgres();
    const [start, stop] = [moment(emptyWeek.tuesday, "13:00").stored, moment(emptyWeek.tuesday, "14:00").stored];
    await manager.write("support.appointment", visit.id, { start, stop });

    // In the middle of a move by keyboard, nothing changes under the user's hands.
    await board.block(mine).focus();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowRight");
    await page.clock.fastForward("03:00");
    await expect(board.slot.or(board.block(mine)).first()).toBeVisible();
    await expect(board.block(moved)).toHaveAttribute("aria-label", /10:00 AM/);
    await page.keyboard.press("Escape");
    await expect(board.announcement).toContainText("Given up");

    await page.clock.fastForward("00:30");
    await expect(board.block(moved)).toHaveAttribute("aria-label", /01:00 PM/);
    await expect(board.block(mine)).toBeFocused();
    await expect(board.connection).toBeEmpty();
    // The journeys after this one expect live messages.
    await untilMessagesTravel();
});

test("a lost connection is visible on the board, and what happened meanwhile is shown once it is back", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Meanwhile");
    const manager = await rpcOf("admin");
    const visit = await bookAtTen(manager, subject, emptyWeek);
    const page = await pageOf("manager");
    const board = new Board(page);
    await board.open(emptyWeek.tuesday);
    await expect(board.connection).toBeEmpty();

    await page.context().setOffline(true);
    await expect(board.connection).toHaveText(/^Reconnecting… last updated \d\d:\d\d [AP]M$/);
    await picture(page, "reconnecting");
    const [start, stop] = [moment(emptyWeek.tuesday, "13:00").stored, moment(emptyWeek.tuesday, "14:00").stored];
    await manager.write("support.appointment", visit.id, { start, stop });
    await expect(board.block(subject)).toHaveAttribute("aria-label", /10:00 AM/);

    await page.context().setOffline(false);
    await expect(board.connection).toBeEmpty();
    await expect(board.block(subject)).toHaveAttribute("aria-label", /01:00 PM/);
});
