from datetime import timedelta

from odoo import api, fields, models

#: A companion that was not heard of for so long counts as down; it reports every 30 seconds at least.
SILENCE = timedelta(seconds=90)
KEEP = timedelta(days=1)


class SupportApiInstance(models.Model):
    """The companion processes that Odoo hears from."""

    _name = "support.api.instance"
    _description = "Companion Instance"
    _inherit = ["support.system.fields"]
    _order = "last_seen desc"
    _log_access = False

    name = fields.Char(required=True, readonly=True)
    version = fields.Char(readonly=True)
    backlog = fields.Integer(readonly=True, help="Entries of the access log that were still to come.")
    mail = fields.Char(
        readonly=True,
        help="Whether it delivers customer mail. Empty: it does not; “ready”: it does; else what keeps it from doing so.",
    )
    last_seen = fields.Datetime(required=True, readonly=True)

    _name_unique = models.UniqueIndex("(name)")

    @api.model
    def _heard_from(self, name, version, backlog, mail):
        values = {"version": version, "backlog": backlog, "mail": mail, "last_seen": fields.Datetime.now()}
        instance = self.search([("name", "=", name)])
        if instance:
            instance.write(values)
        else:
            self.create({"name": name, **values})

    @api.model
    def _running(self):
        """Those that were heard of lately."""
        return self.search([("last_seen", ">", fields.Datetime.now() - SILENCE)])

    @api.autovacuum
    def _gc_instances(self):
        self.search([("last_seen", "<", fields.Datetime.now() - KEEP)]).unlink()
