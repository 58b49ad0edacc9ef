import { Board } from "../support/board.ts";
import { BookingApi } from "../support/booking_api.ts";
import { isoDate } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";

/** What a booking may take from the API's answer to the dispatcher's screen (PRD, story 3.2). */
const SOON = { timeout: 2_000 };

test("what a customer books, moves and cancels on a website shows on the dispatcher's board at once", async ({
    pageOf,
    rpcOf,
    picture,
    emptyWeek,
    unique,
}) => {
    const subject = unique("Router has no signal");
    const manager = await rpcOf("manager");
    const tomas = await manager.find("res.users", [["name", "=", "Tomas Brandt"]]);
    const board = new Board(await pageOf("manager"));
    const api = new BookingApi();
    await board.open(emptyWeek.thursday);
    const offered = (await api.slots(isoDate(emptyWeek.thursday), isoDate(emptyWeek.friday)))
        .filter(({ technician_ids: ids }) => ids.includes(tomas))
        .map(({ start }) => start);
    const [first = "", last = ""] = [offered[0], offered.at(-1)];
    expect(last > first).toBe(true);

    let booking = await api.book({
        customer: { name: "Emilia Sommer", email: "emilia@example.com" },
        start: first,
        duration_minutes: 60,
        subject,
        technician_id: tomas,
    });
    await expect(board.blockOf("Tomas Brandt", subject)).toBeVisible(SOON);
    const booked = await board.block(subject).boundingBox();
    await picture(board.page, "booked online");
    await board.block(subject).click();
    await expect(board.details).toContainText(booking.reference);
    await expect(board.details).toContainText("Emilia Sommer");
    await board.page.keyboard.press("Escape");

    booking = await api.reschedule(booking, { start: last });
    await expect
        .poll(async () => (await board.block(subject).boundingBox())?.x ?? 0, SOON)
        .toBeGreaterThan((booked?.x ?? 0) + (booked?.width ?? 0) / 2);

    booking = await api.cancel(booking, "Solved by itself");
    expect(booking.status).toBe("cancelled");
    await expect(board.block(subject)).toHaveAccessibleName(/Cancelled/, SOON);

    const id = await manager.find("support.appointment", [["name", "=", booking.reference]]);
    expect(await manager.read("support.appointment", id, ["source", "cancel_reason", "state"])).toMatchObject({
        source: "api",
        cancel_reason: "Solved by itself",
        state: "cancelled",
    });
    expect(await manager.count("support.notification", [["appointment_id", "=", id]])).toBeGreaterThan(0);
});
