from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import clean_context

from ..models.arguments import of_one_record, of_records
from ..models.support_api_key import DEFAULT_DAYS, SCOPE_FIELDS

COMPANION_LOGIN = "support-companion"


class SupportApiSecret(models.AbstractModel):
    """Shows a secret once. It is abstract, so that nothing is ever stored of it."""

    _name = "support.api.secret"
    _description = "New Secret"

    id = fields.Id()
    name = fields.Char(readonly=True)
    secret = fields.Char(readonly=True)
    environment = fields.Text(readonly=True)

    @api.model
    def _show(self, title, view, **values):
        """The dialog that shows the values."""
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "views": [(self.env.ref(f"support_center.{view}").id, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }


class SupportApiKeyCreate(models.TransientModel):
    """Asks what a new key may do."""

    _name = "support.api.key.create"
    _description = "New API Key"

    name = fields.Char(required=True, help="Who uses it, such as a website's name.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    scope_slots_read = fields.Boolean(string="Find Free Slots", default=True)
    scope_bookings_read = fields.Boolean(string="Read Bookings", default=True)
    scope_bookings_write = fields.Boolean(string="Book, Move and Cancel", default=True)
    requests_per_minute = fields.Integer(default=60, required=True)
    bookings_per_minute = fields.Integer(default=10, required=True)
    allowed_networks = fields.Text(string="Allowed Addresses")
    expires_at = fields.Datetime(
        string="Valid Until",
        required=True,
        default=lambda self: fields.Datetime.now() + timedelta(days=DEFAULT_DAYS),
    )

    @of_one_record
    def action_create(self):
        """Create the key and show its secret."""
        key, secret = self.env["support.api.key"]._generate(
            self.name,
            scopes=[scope for scope, field in SCOPE_FIELDS.items() if self[field]],
            company_id=self.company_id.id,
            requests_per_minute=self.requests_per_minute,
            bookings_per_minute=self.bookings_per_minute,
            allowed_networks=self.allowed_networks,
            expires_at=self.expires_at,
        )
        return self.env["support.api.secret"]._show(
            self.env._("API Key Ready"), "support_api_secret_view_form", name=key.name, secret=secret
        )


class SupportApiKeyRotate(models.TransientModel):
    """Asks how long the old secret goes on working."""

    _name = "support.api.key.rotate"
    _description = "Rotate API Key"

    key_id = fields.Many2one("support.api.key", required=True, readonly=True)
    overlap_hours = fields.Integer(
        string="Old Key Works For (hours)",
        default=24,
        required=True,
        help="Time to bring the new key to the client. 0: the old one ends at once.",
    )

    _overlap_range = models.Constraint(
        "CHECK (overlap_hours BETWEEN 0 AND 720)", "The old key can go on working for 0 to 720 hours (30 days)."
    )

    @of_one_record
    def action_rotate(self):
        """Rotate the key and show its new secret."""
        secret = self.key_id._rotate(self.overlap_hours)
        return self.env["support.api.secret"]._show(
            self.env._("API Key Rotated"), "support_api_secret_view_form", name=self.key_id.name, secret=secret
        )


class SupportApiConnect(models.TransientModel):
    """Makes the companion's user and shows the environment to start the companion with."""

    _name = "support.api.connect"
    _description = "Connect a Companion"

    @of_records
    def action_connect(self):
        """Make user and key, and show the environment once."""
        return self.env["support.api.secret"]._show(
            self.env._("Companion Environment"),
            "support_api_secret_view_form_environment",
            environment=self._environment(),
        )

    @api.model
    def _environment(self):
        settings = self._credentials()
        lines = [f"{name}={value}" for name, value in settings.items()]
        lines.append("DATABASE_URL=postgresql://companion:PASSWORD@HOST:5432/companion")
        return "\n".join(lines)

    @api.model
    def _credentials(self):
        """A user who may use the facade and nothing else, with a new Odoo API key. Earlier keys go on working.

        :return: dict of the companion's environment variables
        """
        self.check_access("create")
        user = self._companion_user()
        odoo_key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate("rpc", self.env._("Support Center companion"), False)
        )
        return {
            "ODOO_URL": self.env["ir.config_parameter"].sudo().get_param("web.base.url"),
            "ODOO_DATABASE": self.env.cr.dbname,
            "ODOO_LOGIN": user.login,
            "ODOO_API_KEY": odoo_key,
        }

    @api.model
    def _companion_user(self):
        plain = clean_context(self.env.context)
        # The caller's defaults are to be gone, not overlaid.
        users = self.with_env(self.env(context=plain)).env["res.users"].sudo()
        users = users.with_context(no_reset_password=True, active_test=False)
        user = users.search([("login", "=", COMPANION_LOGIN)], limit=1)
        group = self.env.ref("support_center.group_support_api")
        values = {"active": True, "group_ids": [(6, 0, group.ids)]}
        if user:
            user.write(values)
        else:
            user = users.create({"name": "Support Center companion", "login": COMPANION_LOGIN, **values})
        return user
