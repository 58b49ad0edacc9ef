"""Pure rules of scheduling: no Odoo, no SQL, so that they can be read and tested alone."""
