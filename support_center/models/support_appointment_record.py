from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..logic.privacy import phone_digits
from .arguments import of_one_record

#: Recorded of a visit each time that one of them changes.
RECORDED_FIELDS = (
    "state",
    "start",
    "stop",
    "technician_id",
    "customer_name",
    "customer_email",
    "customer_phone",
    "location",
)
#: Those that say who the customer is.
PERSONAL_FIELDS = ("customer_name", "customer_email", "customer_phone", "location")


class SupportAppointmentRecord(models.Model):
    """Changes of visits, kept apart from their history: authors can delete their own messages there.

    Rows are added by the system and never changed. Only data that a customer wants erased is taken out.
    """

    _name = "support.appointment.record"
    _description = "Record of Visits"
    _inherit = ["support.system.fields"]
    _order = "id desc"
    _rec_name = "reference"

    # No many2one: the row outlives the visit.
    appointment_number = fields.Integer(string="Visit ID", required=True, readonly=True, index=True, aggregator=None)
    reference = fields.Char(readonly=True, index="btree_not_null")
    event = fields.Selection(
        [("kept", "Before Records Began"), ("booked", "Booked"), ("changed", "Changed"), ("deleted", "Deleted")],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    state = fields.Selection(
        selection=lambda self: self.env["support.appointment"]._fields["state"]._description_selection(self.env),
        string="Status",
        readonly=True,
    )
    start = fields.Datetime(readonly=True)
    stop = fields.Datetime(string="End", readonly=True)
    technician_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", index="btree_not_null")
    customer_name = fields.Char(readonly=True)
    customer_email = fields.Char(readonly=True)
    customer_phone = fields.Char(readonly=True)
    location = fields.Char(readonly=True)

    def write(self, vals):
        if self:
            raise UserError(self.env._("The record of visits can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of visits can't be changed."))

    @api.model
    def _add(self, event, visits):
        """Record visits as they are now.

        :param str event: ``booked``, ``changed`` or ``deleted``
        """
        self.with_env(self.env(su=True, context={})).create(
            [
                {
                    "appointment_number": visit.id,
                    "reference": visit.name,
                    "event": event,
                    "user_id": self.env.uid,
                    "company_id": visit.company_id.id,
                    **{name: visit._recorded_value(name) for name in RECORDED_FIELDS},
                }
                for visit in visits.sudo()
            ]
        )

    @api.model
    def _forget_person(self, person, companies, name):
        """Take a customer out of the record of any visit: of one that is another's by now, or was deleted.

        :param person: a :class:`Person`
        :param list companies: ids
        :param str name: put there instead
        """
        numbers = {phone_digits(phone) for phone in person.phones} - {""}
        rows = self._naming(person.emails, numbers, companies)
        self._forget(
            rows.filtered(
                lambda row: (
                    email_normalize(row.customer_email or "") in person.emails
                    or phone_digits(row.customer_phone or "") in numbers
                )
            ).ids,
            name,
        )

    @api.model
    def _phones_of(self, person, companies):
        """The numbers that stood in visits beside one of the customer's addresses: notes may tell of them still.

        :param list companies: ids
        """
        rows = self._naming(person.emails, (), companies).filtered("customer_phone")
        return {row.customer_phone for row in rows if email_normalize(row.customer_email or "") in person.emails}

    @api.model
    def _naming(self, emails, numbers, companies):
        """Rows in which one of the addresses or numbers occurs; maybe as a part of another's.

        :param emails: normalised addresses
        :param numbers: see :func:`..logic.privacy.phone_digits`
        :param list companies: ids
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                r"""
                SELECT id
                  FROM support_appointment_record
                 WHERE company_id = ANY(%s)
                   AND (EXISTS (SELECT FROM unnest(%s::text[]) word WHERE strpos(lower(customer_email), word) > 0)
                        OR ltrim(regexp_replace(customer_phone, '\D', '', 'g'), '0') = ANY(%s))
                """,
                companies,
                sorted(emails),
                sorted(numbers),
            )
        )
        return self.browse(row_id for (row_id,) in rows)

    @api.model
    def _forget_customers(self, visits, name):
        """Take the customers of these visits out of the record.

        :param str name: put there instead
        """
        self._forget(self.search([("appointment_number", "in", visits.ids)]).ids, name)

    @api.model
    def _forget_deleted(self, name):
        """Take the customers of deleted visits out of the record where their company keeps customers for no longer."""
        forgotten = Domain.FALSE
        for company in self.env["res.company"].sudo().search([("support_keep_customer_days", ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=company.support_keep_customer_days)
            forgotten |= Domain("company_id", "=", company.id) & Domain("stop", "<", before)
        deleted = self.search(forgotten & Domain("event", "=", "deleted") & Domain("customer_name", "!=", name))
        rows = self.search([("appointment_number", "in", deleted.mapped("appointment_number"))])
        self._forget(rows.ids, name)
        return len(rows)

    @api.model
    def _forget(self, row_ids, name):
        self.flush_model()
        columns = SQL(", ").join(SQL("%s = NULL", SQL.identifier(column)) for column in PERSONAL_FIELDS[1:])
        self.env.cr.execute(
            SQL(
                "UPDATE support_appointment_record SET customer_name = %s, %s WHERE id = ANY(%s)",
                name,
                columns,
                list(row_ids),
            )
        )
        self.invalidate_model()


class SupportAppointment(models.Model):
    """Visits are recorded by whatever way they change."""

    _inherit = "support.appointment"

    def _recorded_value(self, name):
        self.ensure_one()
        value = self[name]
        return value.id if self._fields[name].relational else value

    def _recorded_values(self):
        return {visit: [visit._recorded_value(name) for name in RECORDED_FIELDS] for visit in self.sudo()}

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        self.env["support.appointment.record"]._add("booked", visits)
        return visits

    def write(self, vals):
        before = self._recorded_values()
        result = super().write(vals)
        after = self._recorded_values()
        changed = self.filtered(lambda visit: before[visit.sudo()] != after[visit.sudo()])
        if changed:
            self.env["support.appointment.record"]._add("changed", changed)
        return result

    def unlink(self):
        self.check_access("unlink")
        self.env["support.appointment.record"]._add("deleted", self)
        return super().unlink()

    @of_one_record
    def action_view_record(self):
        """Open the record of this visit, newest first."""
        action = self.env["ir.actions.act_window"]._for_xml_id("support_center.support_appointment_record_action")
        return {**action, "domain": [("appointment_number", "=", self.id)], "context": {}}
