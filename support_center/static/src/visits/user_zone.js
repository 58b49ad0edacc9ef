// Generated from web_src/visits/user_zone.ts: change it there.
import { user } from "@web/core/user";
if (user.tz && luxon.IANAZone.isValidZone(user.tz)) {
  luxon.Settings.defaultZone = user.tz;
}
