{
    "name": "Support Center Lint",
    "summary": "Runs Odoo's own lint tests on the addons of this repository only; for tests, never for customers",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Support Center contributors",
    "license": "LGPL-3",
    "depends": ["support_center", "test_lint"],
    "installable": True,
}
