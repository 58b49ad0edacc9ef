// Generated from web_src/support_calendar/board_factory.ts: change it there.
import { quietDays, usefulHours } from "../core/layout";
import { WHOLE_DAY } from "../core/time_scale";
import { boardSubject, planned } from "./board";
import { MonthBoard } from "./month_board";
import { PersonalTimedBoard } from "./personal_board";
import { TeamTimedBoard } from "./team_board";
function makeBoard(model, blockViews, size, keeper) {
  const { layout, scale } = model.state;
  const drawn = keeper.keep([boardSubject(model), model.search], () => neededTime(model));
  if (scale === "month") {
    return new MonthBoard(model, blockViews, size, drawn);
  }
  return layout === "team" ? new TeamTimedBoard(model, blockViews, size, drawn) : new PersonalTimedBoard(model, blockViews, size, drawn);
}
function neededTime(model) {
  const { zone, days, state } = model;
  const isTeam = state.layout === "team";
  const isMonth = state.scale === "month";
  const hasHours = !isMonth && !state.isWholeDay;
  const hasQuietDays = isTeam && (isMonth || !state.isWholeDay);
  const { resources, events } = hasHours || hasQuietDays ? planned(model, isTeam ? void 0 : state.resourceId) : { resources: [], events: [] };
  return {
    hours: hasHours ? usefulHours(zone, days, resources, events) : WHOLE_DAY,
    quiet: hasQuietDays ? quietDays(zone, days, resources, events) : /* @__PURE__ */ new Set()
  };
}
export {
  makeBoard
};
