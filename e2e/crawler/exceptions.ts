/** The one list of what the crawler leaves out or lets pass, each with the reason. */

/** Parts of the screen in which nothing is pressed. */
export const LEFT_OUT: readonly { selector: string; reason: string }[] = [
    {
        selector: ".o_searchview, .o_searchview_dropdown_toggler, .o_search_bar_menu",
        reason: "Odoo's search menu: its own click-everywhere tool, which runs as well, presses every filter",
    },
    {
        selector: ".settings_tab, .app_settings_block:not([data-key=support_center])",
        reason: "settings of other apps",
    },
    {
        selector: ".o_pager, .o_breadcrumb ol, .o_back_button",
        reason: "Odoo's navigation; the crawler uses it to go back",
    },
    {
        selector: ".o_optional_columns_dropdown",
        reason: "Odoo's choice of columns: each press draws the list anew, for minutes in all",
    },
    {
        selector: "td[name=activity_ids], .o_field_kanban_activity, .o-mail-ActivityListPopover",
        reason: "Odoo's activities in lists and on cards; the same are pressed on the records' forms",
    },
    {
        selector: ".o-mail-Thread, .o-mail-Message, .o-mail-Composer button:not(.o-mail-Composer-send)",
        reason: "Odoo's messages, reactions, emojis and files; messages, notes and activities are written",
    },
    {
        selector: ".o_dialog header .btn-close",
        reason: "Odoo's frame of a dialog; the button in the footer does the same",
    },
    {
        selector: ".o_datetime_picker, .o_field_datetime button, .o_field_daterange button, .o_field_date button",
        reason: "Odoo's date picker; the crawler types dates",
    },
];

/** Buttons that are not pressed. Matched with the screen, as below, and the button. */
export const NOT_PRESSED: readonly { button: RegExp; reason: string }[] = [
    {
        button: /res\.users .* (Disable two-factor|Change Password|Send Password|Invite|Privacy)/,
        reason: "Odoo's actions on users; they ask for the password, and end sessions",
    },
    {
        button: /res\.users .* (Archive|Delete)$/,
        reason: "the people in whose names the crawler works are among the technicians",
    },
    {
        button: /res\.users .* (action_reset_password|Send an Invitation)/,
        reason: "Odoo's invitation; it asks for an email address, which a login need not be",
    },
];

/**
 * Odoo's own buttons that are pressed by the first role to see them, once per database or once per model in it. All others
 * are pressed by every role. Matched as above.
 */
export const PRESSED_ONCE: readonly { button: RegExp; per: "database" | "model"; reason: string }[] = [
    {
        button: / chatter: (?!Send message|Log note|Activity|Send|Log$)/,
        per: "database",
        reason: "Odoo's followers, filters and activities, which don't know the model; messages are written everywhere",
    },
    {
        button: /^dialog on .*: (Schedule an Activity|Add followers to this document|Edit Subscription|Import a File)/,
        per: "database",
        reason: "Odoo's own dialogs, which don't know the model",
    },
    {
        button: /^(popover on )?[\w.]+ (pivot|graph|activity)( \d+)? (?!New\b|[\w ]+ View$)/,
        per: "database",
        reason: "what Odoo puts around figures; every role opens every one of these views",
    },
    {
        button: / (Export|Export All|Import records|Unselect All)$/,
        per: "database",
        reason: "Odoo's tools of all lists, which don't know the model",
    },
    {
        button: /^(popover|dialog) on .* (Duplicate|Archive|Unarchive|Delete|No, keep it|o_group_config|color)$/,
        per: "model",
        reason: "Odoo's tools of all records; test_rights_* try as every role what they do",
    },
    {
        button: / kanban .*(Fold|Unfold|Load more|o_column_unfold|o_group_config|color)/,
        per: "model",
        reason: "Odoo's columns and colours of cards",
    },
];

/** Screens that are opened and looked at, in which nothing is pressed. Matched with model, view type and title. */
export const ONLY_LOOKED_AT: readonly { screen: RegExp; reason: string }[] = [
    {
        screen: /Export Data$/,
        reason: "Odoo's own dialog; which fields it offers is up to the access rights, tested elsewhere",
    },
    {
        screen: /Add followers to this document$/,
        reason: "Odoo's own dialog, which asks for email addresses of contacts without one",
    },
    {
        screen: /Change My Preferences$/,
        reason: "Odoo's own dialog, nothing of ours is in it, and two of its buttons end the session",
    },
];

/** What may go wrong. `where` is matched with the path of presses, `problem` with one problem. */
export const TOLERATED: readonly { where: RegExp; problem: RegExp; reason: string }[] = [
    {
        where: /› Delete › Delete$/,
        problem: /There are still tickets in the stage/,
        reason: "a column with tickets isn't deleted, and says why",
    },
    {
        where: /Appointments › (Confirm|Cancel › Cancel Appointment)$|List View › (Confirm|Cancel › Cancel Appointment)$/,
        problem: /is (Completed|Cancelled), which is final/,
        reason: "a list's buttons are there for all its rows, and say it of a row for which it is too late",
    },
    {
        where: /› Confirm$/,
        problem: /has passed\. Choose a time from now on/,
        reason: "a visit of last week that went back to draft has to be given a time before it is confirmed again",
    },
    {
        where: /Activity View › +› /,
        problem: /is already booked from|Choose another time or technician/,
        reason: "the activity view offers every technician, and a refusal says who has a visit then",
    },
    {
        where: / › Retry$/,
        problem: /There is nothing to retry/,
        reason: "a list's buttons are there for all its rows, and say it of rows for which there is nothing to do",
    },
    {
        where: /./,
        problem: /^dead end: .* No emails to show/,
        reason: "the ledger fills by itself: there is nothing to create",
    },
    {
        where: /./,
        problem: /^dead end: .* Nothing recorded yet/,
        reason: "the record of visits fills by itself: there is nothing to create",
    },
    {
        where: /./,
        problem: /^dead end: .* No request yet/,
        reason: "the log fills by itself: there is nothing to create",
    },
];
