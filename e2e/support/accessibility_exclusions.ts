/** A violation in what Odoo itself draws, which an addon can't change. */
export interface Exclusion {
    /** Ids of axe's rules. */
    rules: readonly string[];
    /** The elements that Odoo draws, or ancestors of them. */
    within: string;
    reason: string;
}

export const EXCLUSIONS: readonly Exclusion[] = [
    {
        rules: ["aria-allowed-attr", "aria-required-parent", "role-img-alt", "target-size"],
        within: ".o_cp_searchview, .o_searchview",
        reason: "Odoo's search bar, the same above every view",
    },
    {
        rules: ["target-size"],
        within: ".o_breadcrumb, .o_cp_action_menus",
        reason: "Odoo's breadcrumb and its cogwheel, the same above every view",
    },
    {
        rules: ["label"],
        within: ".o_list_record_selector",
        reason: "Odoo's list draws the boxes that select rows",
    },
    {
        rules: ["button-name"],
        within: ".o_optional_columns_dropdown",
        reason: "Odoo's list draws the button for optional columns",
    },
    {
        rules: ["scrollable-region-focusable"],
        within: ".o_kanban_view .o_content",
        reason: "Odoo's kanban moves between cards by arrow keys, which axe does not see",
    },
    {
        rules: ["image-alt"],
        within: ".o_avatar, .o-mail-Avatar",
        reason: "Odoo's avatar widget; the name stands beside it or is its tooltip",
    },
    {
        rules: ["color-contrast"],
        within: ".badge.text-bg-info, .badge.text-bg-success",
        reason: "Odoo's badge in the theme's own colours; the text says the same as the colour",
    },
    {
        rules: ["color-contrast"],
        within: ".o_activity_summary_cell",
        reason: "Odoo's cell of an activity, light text on the theme's own red, orange or green",
    },
    {
        rules: ["color-contrast"],
        within: [
            ".o_setting_right_pane .text-muted",
            ".o_kanban_group .o_kanban_counter",
            ".o_activity_view .text-muted",
            ".o_list_renderer tr.text-muted",
            ".o_pivot .text-muted",
        ].join(", "),
        reason: "the theme's own colour for muted text, 4.33:1 on white, where Odoo's widgets use it",
    },
    {
        rules: ["aria-required-parent"],
        within: ".o_notebook_headers",
        reason: "Odoo's notebook has tabs without a tab list",
    },
    {
        rules: ["aria-allowed-attr"],
        within: ".o_field_many2many_tags_avatar, .o-autocomplete, .o_select_menu",
        reason: "Odoo's tags and its fields that offer a list",
    },
    {
        rules: ["autocomplete-valid"],
        within: ".o_select_menu",
        reason: "Odoo's select menu turns the browser's suggestions off by a word of its own",
    },
    {
        rules: ["role-img-alt"],
        within: ".o_field_kanban_activity, .o-mail-ActivityButton",
        reason: "Odoo's activity button draws a clock without a name",
    },
    {
        rules: ["aria-prohibited-attr"],
        within: ".o_field_daterange .fa-long-arrow-right",
        reason: "Odoo's date range draws the arrow between start and end",
    },
    {
        rules: ["color-contrast", "image-alt", "aria-prohibited-attr", "role-img-alt", "list"],
        within: ".o-mail-Chatter",
        reason: "Odoo's chatter",
    },
];
