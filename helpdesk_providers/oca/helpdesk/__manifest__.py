{
    "name": "Helpdesk on helpdesk_mgmt",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "summary": "Lets addons that depend on `helpdesk` run on OCA's Helpdesk Management",
    "author": "Support Center contributors",
    "license": "LGPL-3",
    "depends": ["helpdesk_mgmt"],
}
