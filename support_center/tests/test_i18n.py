import io
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import trans_export

LANGUAGES = ("de", "fr", "es")
#: Labels of the mixins' fields. Which of them there are depends on the other apps that are installed.
MIXIN_FIELD = re.compile(
    r"^model:ir\.model\.fields,\w+:support_center\.field_\w+?__(message|activity|my_activity|rating|website_message)_"
)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\{.*?\}\}")
HOW = "Run `npm run i18n`, translate what is empty in support_center/i18n, and commit the files."


def _terms(po):
    """The terms of our own, by the text to be translated."""
    return {
        entry.msgid: entry
        for entry in po
        if not entry.obsolete and not all(MIXIN_FIELD.match(name) for name, _line in entry.occurrences)
    }


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = _terms(polib.pofile(file_path("support_center/i18n/support_center.pot")))

    def test_the_template_is_up_to_date(self):
        buffer = io.BytesIO()
        trans_export(False, ["support_center"], buffer, "po", self.env)
        exported = _terms(polib.pofile(buffer.getvalue().decode()))
        self.assertEqual(sorted(exported.keys() - self.template.keys()), [], f"Not in the template. {HOW}")
        self.assertEqual(sorted(self.template.keys() - exported.keys()), [], f"Not used any more. {HOW}")

    def test_every_term_is_translated(self):
        for language in LANGUAGES:
            translated = {
                entry.msgid
                for entry in polib.pofile(file_path(f"support_center/i18n/{language}.po"))
                if entry.msgstr and not entry.fuzzy and not entry.obsolete
            }
            with self.subTest(language=language):
                self.assertEqual(sorted(self.template.keys() - translated), [], HOW)

    def test_translations_keep_placeholders_and_markup(self):
        for language in LANGUAGES:
            for entry in polib.pofile(file_path(f"support_center/i18n/{language}.po")).translated_entries():
                with self.subTest(language=language, term=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                    )
                    self.assertEqual(
                        sorted(re.findall(r"</?[a-z]+|t-[a-z]+=\"[^\"]*\"", entry.msgstr)),
                        sorted(re.findall(r"</?[a-z]+|t-[a-z]+=\"[^\"]*\"", entry.msgid)),
                    )

    def test_names_of_fields_are_not_translated_in_views(self):
        """Odoo translates some attributes that name fields if they are called so: label, title."""
        source = self.env.ref("support_center.support_appointment_view_support_calendar").arch
        names = dict(re.findall(r"\b(caption|reference|color|resource)=\"(\w+)\"", source))
        for code in ("de_DE", "fr_FR", "es_ES"):
            self.env["res.lang"]._activate_lang(code)
            self.env["ir.module.module"]._load_module_terms(["support_center"], [code], overwrite=True)
            view = self.env["support.appointment"].with_context(lang=code).get_view(view_type="support_calendar")
            with self.subTest(language=code):
                translated = dict(re.findall(r"\b(caption|reference|color|resource)=\"(\w+)\"", view["arch"]))
                self.assertEqual(translated, names)
