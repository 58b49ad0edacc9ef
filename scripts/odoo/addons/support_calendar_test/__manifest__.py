{
    "name": "Support Calendar Test",
    "summary": "The calendar view on a model of its own, with a renderer of its own, and a dark theme; for tests only",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Support Center contributors",
    "license": "LGPL-3",
    "depends": ["support_center"],
    "data": [
        "security/ir.model.access.csv",
        "views/calendar_test_job_views.xml",
    ],
    "assets": {
        "web.assets_backend_lazy": ["support_calendar_test/static/src/**/*"],
        "web.assets_web_dark": [
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "support_calendar_test/static/dark/primary_variables.dark.scss",
            ),
        ],
        "web.assets_backend_lazy_dark": [
            (
                "before",
                "web/static/src/scss/primary_variables.scss",
                "support_calendar_test/static/dark/primary_variables.dark.scss",
            ),
        ],
    },
    "installable": True,
}
