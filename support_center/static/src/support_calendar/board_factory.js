// Generated from web_src/support_calendar/board_factory.ts: change it there.
import { MonthBoard } from "./month_board";
import { PersonalTimedBoard } from "./personal_board";
import { TeamTimedBoard } from "./team_board";
function makeBoard(model, blockViews, size) {
  if (model.state.scale === "month") {
    return new MonthBoard(model, blockViews, size);
  }
  return model.state.layout === "team" ? new TeamTimedBoard(model, blockViews, size) : new PersonalTimedBoard(model, blockViews, size);
}
export {
  makeBoard
};
