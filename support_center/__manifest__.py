{
    "name": "Support Center",
    "summary": "Plan technicians' visits to customers: appointments on helpdesk tickets, a team calendar, customer mail",
    "version": "19.0.1.0.0",
    "category": "Services/Field Service",
    "author": "Support Center contributors",
    "license": "LGPL-3",
    "depends": ["base_setup", "bus", "helpdesk", "mail", "resource", "rpc", "web"],
    "data": [
        "security/support_center_groups.xml",
        "security/ir.model.access.csv",
        "security/support_center_rules.xml",
        "data/ir_sequence_data.xml",
        "data/support_center_data.xml",
    ],
    "pre_init_hook": "pre_init_hook",
    "application": True,
    "installable": True,
}
