{
    "name": "Support Center",
    "summary": "Appointments of support technicians",
    "version": "19.0.0.9.0",
    "category": "Services/Field Service",
    "author": "Support Center contributors",
    "license": "LGPL-3",
    "depends": ["mail", "helpdesk"],
    "data": [
        "security/support_center_groups.xml",
        "security/ir.model.access.csv",
        "views/support_appointment_views.xml",
    ],
    "application": True,
    "installable": True,
}
