import { Board } from "../support/board.ts";
import { isoDate, moment, type Day } from "../support/dates.ts";
import { expect, test } from "../support/test.ts";

/** Number of the day in its month, as the board's headers and cells show it. */
function dayOfMonth(day: Day): RegExp {
    return new RegExp(`(^|\\D)${new Date(day * 24 * 3600 * 1000).getUTCDate()}(\\D|$)`);
}

const isSameMonth = (one: Day, other: Day): boolean => isoDate(one).slice(0, 7) === isoDate(other).slice(0, 7);

for (const layout of ["Team", "Person"] as const) {
    for (const scale of ["Day", "Week", "Month"] as const) {
        test(`at midnight another day is today: ${layout.toLowerCase()} ${scale.toLowerCase()}`, async ({
            pageOf,
            emptyWeek,
        }) => {
            const page = await pageOf("manager");
            const { tuesday, wednesday } = emptyWeek;
            const board = new Board(page);
            await board.open(tuesday, scale);
            await board.show(layout);
            // Within the two minutes after which all is read again in any case.
            await page.clock.install({ time: `${moment(tuesday, "23:59").stored.replace(" ", "T")}Z` });
            await board.open(tuesday, scale);
            // Without how much of the day is booked, which stands beside it.
            const marked = (): Promise<string[]> =>
                board.grid
                    .locator(".o_sc_head.o_sc_today, .o_sc_day_cell.o_sc_today")
                    .evaluateAll((nodes) => nodes.map((node) => node.firstChild?.textContent ?? ""));
            const title = await page.locator(".o_sc_title").innerText();
            await expect.poll(marked).toEqual([expect.stringMatching(dayOfMonth(tuesday))]);
            await page.clock.fastForward("01:00");
            const isShown =
                scale === "Week" || (scale === "Month" && (layout === "Person" || isSameMonth(tuesday, wednesday)));
            await expect.poll(marked).toEqual(isShown ? [expect.stringMatching(dayOfMonth(wednesday))] : []);
            if (scale === "Day") await expect(board.grid.locator(".o_sc_now")).toHaveCount(0);
            // Nobody went anywhere.
            await expect(page.locator(".o_sc_title")).toHaveText(title);
        });
    }
}
