# Run in Odoo's shell by scripts/i18n.mjs. Prints, between two marks, a JSON object: path in the repository → new content.
import io
import json
import os
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tools.translate import trans_export

MARK = "=====I18N====="


def export(module):
    """The template as Odoo makes it, without what changes with each export."""
    buffer = io.BytesIO()
    trans_export(False, [module], buffer, "po", env)  # noqa: F821 (Odoo's shell provides env)
    template = polib.pofile(buffer.getvalue().decode())
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"):
        template.metadata.pop(name, None)
    template.metadata["Content-Transfer-Encoding"] = "8bit"
    return template


def merged(template, previous, language):
    """The template with what was translated before; what is new stays empty."""
    known = {entry.msgid: entry.msgstr for entry in previous if not entry.obsolete}
    result = polib.POFile()
    result.header = template.header
    result.metadata = {
        **template.metadata,
        "Language": language,
        "Plural-Forms": f"nplurals=2; plural=({'n > 1' if language == 'fr' else 'n != 1'});",
    }
    for entry in template:
        result.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=known.get(entry.msgid, ""),
                comment=entry.comment,
                occurrences=entry.occurrences,
            ),
        )
    return result


def main():
    files, untranslated = {}, {}
    for module in os.environ["I18N_MODULES"].split(","):
        folder = Path(get_module_path(module)) / "i18n"
        template = export(module)
        files[str(folder / f"{module}.pot")] = str(template)
        for path in sorted(folder.glob("*.po")):
            result = merged(template, polib.pofile(str(path)), path.stem)
            files[str(path)] = str(result)
            untranslated[str(path)] = [entry.msgid for entry in result if not entry.msgstr]
    print(MARK + json.dumps({"files": files, "untranslated": untranslated}) + MARK)


main()
