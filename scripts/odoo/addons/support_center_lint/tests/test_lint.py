from unittest.mock import patch

from odoo.addons.test_lint.tests import (
    test_docstring,
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_markers,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_pylint,
    test_routes,
    test_test_holes,
)
from odoo.modules import Manifest
from odoo.tests import tagged
from odoo.tools import config

OURS = ("helpdesk", "support_center")


class OursOnly:
    """Show only the addons of this repository to a lint test, which would read all of Odoo otherwise."""

    allow_inherited_tests_method = True

    def setUp(self):
        manifests = [Manifest.for_addon(name) for name in OURS]
        patcher = patch.object(Manifest, "all_addon_manifests", lambda: manifests)
        patcher.start()
        self.addCleanup(patcher.stop)
        super().setUp()


@tagged("-at_install", "post_install")
class TestDocstring(OursOnly, test_docstring.TestDocstring):
    def setUp(self):
        super().setUp()
        patcher = patch.object(test_docstring, "MODULES_TO_LINT", OURS)
        patcher.start()
        self.addCleanup(patcher.stop)


@tagged("-at_install", "post_install")
class TestDunderinit(OursOnly, test_dunderinit.TestDunderinit):
    pass


@tagged("-at_install", "post_install")
class TestI18n(OursOnly, test_i18n.TestI18n):
    pass


@tagged("-at_install", "post_install")
class TestIndex(OursOnly, test_index.TestIndex):
    pass


@tagged("-at_install", "post_install")
class TestJsTranslations(OursOnly, test_jstranslate.TestJsTranslations):
    pass


@tagged("-at_install", "post_install")
class TestManifests(OursOnly, test_manifests.ManifestLinter):
    pass


@tagged("-at_install", "post_install")
class TestConflictMarkers(OursOnly, test_markers.TestConflictMarkers):
    pass


@tagged("-at_install", "post_install")
class TestNaming(OursOnly, test_naming.TestNaming):
    pass


@tagged("-at_install", "post_install")
class TestOnchangeDomains(OursOnly, test_onchange_domains.TestOnchangeDomains):
    pass


@tagged("-at_install", "post_install")
class TestOrmImport(OursOnly, test_orm_import.TestDunderinit):
    pass


@tagged("-at_install", "post_install")
class TestOverrideSignatures(OursOnly, test_override_signatures.TestLintOverrideSignatures):
    pass


@tagged("-at_install", "post_install")
class TestPofile(OursOnly, test_pofile.PotLinter):
    pass


@tagged("-at_install", "post_install")
class TestPylint(OursOnly, test_pylint.TestPyLint):
    def setUp(self):
        super().setUp()
        # Beside the addons it reads all of Odoo, from here on.
        patcher = patch.dict(config.__dict__, root_path=Manifest.for_addon("support_center").path)
        patcher.start()
        self.addCleanup(patcher.stop)


@tagged("-at_install", "post_install")
class TestRoutes(OursOnly, test_routes.RoutesLinter):
    pass


@tagged("-at_install", "post_install")
class TestTestHoles(OursOnly, test_test_holes.TestTestHoles):
    pass
