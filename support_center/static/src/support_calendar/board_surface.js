// Generated from web_src/support_calendar/board_surface.ts: change it there.
const SLOT_MINUTES = 30;
const START_OF_WORK = 9 * 60;
export {
  SLOT_MINUTES,
  START_OF_WORK
};
