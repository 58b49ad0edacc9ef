// Generated from web_src/support_calendar/board_surface.ts: change it there.
const NEW_DURATION = 60;
const SLOT_MINUTES = 30;
const START_OF_WORK = 9 * 60;
export {
  NEW_DURATION,
  SLOT_MINUTES,
  START_OF_WORK
};
