// Generated from web_src/support_calendar/status_look.ts: change it there.
const SIGNS = ["", "", "", "", "", ""];
function statusLook(position, isFree) {
  const index = Math.max(0, position) % SIGNS.length;
  return { className: `o_sc_color_${index}${isFree ? " o_sc_free" : ""}`, sign: SIGNS[index] };
}
export {
  statusLook
};
