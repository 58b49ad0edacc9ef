import type { DrawnTime, DrawnTimeKeeper } from "../core/drawn_time";
import { quietDays, usefulHours } from "../core/layout";
import { WHOLE_DAY } from "../core/time_scale";
import type { BlockViewFactory } from "./block_view";
import { boardSubject, planned, type Board, type Size } from "./board";
import { MonthBoard } from "./month_board";
import { PersonalTimedBoard } from "./personal_board";
import type { SupportCalendarModel } from "./support_calendar_model";
import { TeamTimedBoard } from "./team_board";

/**
 * The board for the layout and period that the model shows.
 *
 * @param keeper keeps hours and days that were drawn on the boards before
 */
export function makeBoard(
    model: SupportCalendarModel,
    blockViews: BlockViewFactory,
    size: Size,
    keeper: DrawnTimeKeeper,
): Board {
    const { layout, scale } = model.state;
    const drawn = keeper.keep([boardSubject(model), model.search], () => neededTime(model));
    if (scale === "month") {
        return new MonthBoard(model, blockViews, size, drawn);
    }
    return layout === "team"
        ? new TeamTimedBoard(model, blockViews, size, drawn)
        : new PersonalTimedBoard(model, blockViews, size, drawn);
}

/** All working hours and events, and nothing that there is no need to find out. */
function neededTime(model: SupportCalendarModel): DrawnTime {
    const { zone, days, state } = model;
    const isTeam = state.layout === "team";
    const isMonth = state.scale === "month";
    const hasHours = !isMonth && !state.isWholeDay;
    const hasQuietDays = isTeam && (isMonth || !state.isWholeDay);
    const { resources, events } =
        hasHours || hasQuietDays
            ? planned(model, isTeam ? undefined : state.resourceId)
            : { resources: [], events: [] };
    return {
        hours: hasHours ? usefulHours(zone, days, resources, events) : WHOLE_DAY,
        quiet: hasQuietDays ? quietDays(zone, days, resources, events) : new Set(),
    };
}
