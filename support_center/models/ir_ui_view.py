from lxml import etree

from odoo import api, fields, models, tools

#: Attributes of the arch that name a field: attribute -> field types that it accepts.
FIELD_ATTRIBUTES = {
    "date_start": ("datetime",),
    "date_stop": ("datetime",),
    "resource": ("many2one",),
    "color": ("selection",),
    # Not "label": Odoo translates attributes of that name, and this one names a field.
    "caption": ("char", "text", "selection", "many2one"),
    "who": ("char", "many2one"),
    "reference": ("char",),
    "lead": ("integer",),
    "revision": ("integer",),
}
REQUIRED_ATTRIBUTES = ("date_start", "date_stop", "resource")
BOOLEAN_WORDS = ("0", "1", "false", "true", "False", "True")
#: Attributes that take one of these words.
WORD_ATTRIBUTES = {
    "layout": ("team", "personal"),
    "past": BOOLEAN_WORDS,
    "proposes_start": BOOLEAN_WORDS,
}
#: Attributes that take one of these words, or several of them separated by commas.
LIST_ATTRIBUTES = {
    "scales": ("day", "week", "month"),
}
#: Types of the fields that "print" lists: those that are texts as they are.
PRINTED_TYPES = ("char", "text", "selection", "many2one")
BOOLEAN_ATTRIBUTES = ("create", "edit", "delete")
#: What the details of a block can do with a button; Odoo's own marks begin with "__".
BUTTON_ATTRIBUTES = ("class", "groups", "invisible", "name", "string", "type")
#: Attributes that list values of the field that "color" names.
STATE_ATTRIBUTES = ("assigned_states", "fixed_states", "free_states")
OTHER_ATTRIBUTES = (
    "__validate__",  # how ir.ui.view marks what it validates
    "cancel",
    "class",
    "js_class",
    "print",
    "snap",
    "string",
)
VALID_ATTRIBUTES = frozenset(
    (
        *FIELD_ATTRIBUTES,
        *WORD_ATTRIBUTES,
        *LIST_ATTRIBUTES,
        *BOOLEAN_ATTRIBUTES,
        *STATE_ATTRIBUTES,
        *OTHER_ATTRIBUTES,
    ),
)


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("support_calendar", "Support Calendar")])

    def _get_view_info(self):
        return {"support_calendar": {"icon": "fa fa-calendar"}} | super()._get_view_info()

    @api.model
    @tools.ormcache("model_name", cache="templates")
    def _has_support_calendar(self, model_name):
        """Whether somebody made a calendar of the model: only then its data can be had in that form."""
        # What is kept must not depend on who asks first.
        views = self.sudo().with_context(active_test=True)
        return bool(views.search_count([("type", "=", "support_calendar"), ("model", "=", model_name)], limit=1))

    def _postprocess_tag_support_calendar(self, node, name_manager, node_info):
        # The client needs the definitions of the fields that only attributes name.
        for attribute in FIELD_ATTRIBUTES:
            if name := node.get(attribute):
                name_manager.has_field(node, name, node_info)

    def _validate_tag_support_calendar(self, node, name_manager, node_info):
        """Refuse an arch that the client could not show, in sentences that say what to do."""
        if not node_info["validate"]:
            return
        self._validate_support_calendar_attributes(node)
        model = name_manager.model
        for attribute, types in FIELD_ATTRIBUTES.items():
            self._validate_support_calendar_field(node, model, attribute, types)
        self._validate_support_calendar_words(node)
        self._validate_support_calendar_snap(node)
        self._validate_support_calendar_states(node, model)
        self._validate_support_calendar_cancel(node, model)
        self._validate_support_calendar_print(node, model)
        for child in node.iterchildren(tag=etree.Element):
            if child.tag not in ("field", "button"):
                self._raise_view_error(
                    self.env._(
                        "A support calendar view holds <field> and <button> elements only, not <%(tag)s>: they are "
                        "what the details of a block show.",
                        tag=child.tag,
                    ),
                    child,
                )
            if child.tag == "button":
                self._validate_support_calendar_button(child)

    def _validate_support_calendar_attributes(self, node):
        for attribute in REQUIRED_ATTRIBUTES:
            if not node.get(attribute):
                self._raise_view_error(
                    self.env._(
                        'A support calendar view needs the attribute "%(attribute)s" with the name of a field.',
                        attribute=attribute,
                    ),
                    node,
                )
        if unknown := sorted(set(node.attrib) - VALID_ATTRIBUTES):
            self._raise_view_error(
                self.env._(
                    "A support calendar view has no attribute %(unknown)s. It knows these: %(valid)s.",
                    unknown=", ".join(unknown),
                    valid=", ".join(sorted(VALID_ATTRIBUTES - {"__validate__"})),
                ),
                node,
            )

    def _validate_support_calendar_field(self, node, model, attribute, types):
        name = node.get(attribute)
        if not name:
            return
        field = model._fields.get(name)
        if not field:
            self._raise_view_error(
                self.env._(
                    'The attribute "%(attribute)s" of a support calendar view names the field "%(field)s", which the '
                    'model "%(model)s" does not have.',
                    attribute=attribute,
                    field=name,
                    model=model._name,
                ),
                node,
            )
        if field.type not in types:
            self._raise_view_error(
                self.env._(
                    'The attribute "%(attribute)s" of a support calendar view needs a field of type %(types)s, but '
                    '"%(field)s" of the model "%(model)s" is of type %(type)s.',
                    attribute=attribute,
                    types=" / ".join(types),
                    field=name,
                    model=model._name,
                    type=field.type,
                ),
                node,
            )
        if not field.store:
            self._raise_view_error(
                self.env._(
                    'The attribute "%(attribute)s" of a support calendar view needs a stored field, and "%(field)s" '
                    'of the model "%(model)s" is not stored. Give it store=True or name another field.',
                    attribute=attribute,
                    field=name,
                    model=model._name,
                ),
                node,
            )

    def _validate_support_calendar_words(self, node):
        for attribute, words in (WORD_ATTRIBUTES | LIST_ATTRIBUTES).items():
            value = node.get(attribute) or ""
            given = value.split(",") if attribute in LIST_ATTRIBUTES else [value]
            if unknown := [word.strip() for word in given if word.strip() and word.strip() not in words]:
                self._raise_view_error(
                    self.env._(
                        'The attribute "%(attribute)s" of a support calendar view takes %(words)s, not %(unknown)s.',
                        attribute=attribute,
                        words=", ".join(words),
                        unknown=", ".join(unknown),
                    ),
                    node,
                )

    def _validate_support_calendar_button(self, button):
        if button.get("type") != "object":
            self._raise_view_error(
                self.env._(
                    'The button "%(name)s" of a support calendar view calls a method of the record, so it needs '
                    'type="object".',
                    name=button.get("name") or button.get("string") or "",
                ),
                button,
            )
        if unknown := sorted(
            name for name in button.attrib if name not in BUTTON_ATTRIBUTES and not name.startswith("__")
        ):
            self._raise_view_error(
                self.env._(
                    'The button "%(name)s" of a support calendar view has no attribute %(unknown)s. It knows these: '
                    "%(valid)s.",
                    name=button.get("name") or "",
                    unknown=", ".join(unknown),
                    valid=", ".join(BUTTON_ATTRIBUTES),
                ),
                button,
            )

    def _validate_support_calendar_snap(self, node):
        snap = node.get("snap")
        if snap and not (snap.isdecimal() and int(snap) > 0 and 1440 % int(snap) == 0):
            self._raise_view_error(
                self.env._(
                    'The attribute "snap" of a support calendar view is a number of minutes that divides a day, such '
                    "as 5, 15 or 30, not %(snap)s.",
                    snap=snap,
                ),
                node,
            )

    def _validate_support_calendar_states(self, node, model):
        color = model._fields.get(node.get("color"))
        for attribute in STATE_ATTRIBUTES:
            states = [state.strip() for state in (node.get(attribute) or "").split(",") if state.strip()]
            valid = color.get_values(self.env) if color else []
            if unknown := [state for state in states if state not in valid]:
                self._raise_view_error(
                    self.env._(
                        'The attribute "%(attribute)s" of a support calendar view lists %(unknown)s, which the field '
                        'that "color" names does not know. Its values are: %(valid)s.',
                        attribute=attribute,
                        unknown=", ".join(unknown),
                        valid=", ".join(valid) or "-",
                    ),
                    node,
                )

    def _validate_support_calendar_print(self, node, model):
        names = [name.strip() for name in (node.get("print") or "").split(",") if name.strip()]
        shown = {child.get("name") for child in node.iterchildren("field")}
        printable = [name for name in sorted(shown & model._fields.keys()) if model._fields[name].type in PRINTED_TYPES]
        if unknown := [name for name in names if name not in printable]:
            self._raise_view_error(
                self.env._(
                    'The attribute "print" of a support calendar view lists %(unknown)s. It takes fields of its details '
                    "that are of type %(types)s: %(valid)s.",
                    unknown=", ".join(unknown),
                    types=" / ".join(PRINTED_TYPES),
                    valid=", ".join(printable) or "-",
                ),
                node,
            )

    def _validate_support_calendar_cancel(self, node, model):
        name = node.get("cancel")
        if name and (name.startswith("_") or not callable(getattr(type(model), name, None))):
            self._raise_view_error(
                self.env._(
                    'The attribute "cancel" of a support calendar view names the method "%(method)s", which the model '
                    '"%(model)s" does not offer to clients.',
                    method=name,
                    model=model._name,
                ),
                node,
            )
