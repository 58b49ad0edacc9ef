import type { BlockViewFactory } from "./block_view";
import type { Board, Size } from "./board";
import { MonthBoard } from "./month_board";
import { PersonalTimedBoard } from "./personal_board";
import type { SupportCalendarModel } from "./support_calendar_model";
import { TeamTimedBoard } from "./team_board";

/** The board for the layout and period that the model shows. */
export function makeBoard(model: SupportCalendarModel, blockViews: BlockViewFactory, size: Size): Board {
    if (model.state.scale === "month") {
        return new MonthBoard(model, blockViews, size);
    }
    return model.state.layout === "team"
        ? new TeamTimedBoard(model, blockViews, size)
        : new PersonalTimedBoard(model, blockViews, size);
}
