import { user } from "@web/core/user";

/**
 * Times are shown and read in the zone of the user's preferences, which the server goes by in emails, refusals, exports and
 * imports, and not in that of whichever browser it is. To be set before anything reads the clock, and for the whole of the web
 * client, as there the forms are that the board must agree with.
 */
if (user.tz && luxon.IANAZone.isValidZone(user.tz)) {
    luxon.Settings.defaultZone = user.tz;
}
