{
    "name": "Support Calendar Test",
    "summary": "The calendar view on a model of its own, with a renderer of its own; for tests, never for customers",
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
    },
    "installable": True,
}
