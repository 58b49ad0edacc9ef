from odoo import api, models
from odoo.exceptions import UserError

from ..logic import mail_plan

#: Context key of the :class:`FileMade` that takes note of what is made for a file.
MADE = "support_file_made"
#: Context key of the :class:`TriedRows` of a file.
TRIED = "support_tried_rows"
#: Odoo stops at so many errors if most rows have one. The rows after them are left to it.
MANY_ERRORS = 10


class FileMade:
    """What was made for the rows of a file, whether or not it is kept in the end.

    :ivar email_ids: rows of customer mail that were planned
    :ivar visit_ids: visits that were booked
    """

    def __init__(self):
        self.email_ids = set()
        self.visit_ids = set()


class TriedRows:
    """What came of rows that were loaded together and taken back, as one of them was refused.

    :ivar refused: the errors of rows, by the identity of their data; None for a row that was taken
    """

    def __init__(self):
        self.refused = {}

    @property
    def errors(self):
        return sum(1 for error in self.refused.values() if error)


class Refused(Exception):
    """Some of several rows were refused. To Odoo this is no answer for people, so it asks for each row by itself."""


class SupportAppointmentImport(models.Model):
    """Importing a file tells how many emails it causes, so that a test of the import tells it beforehand.

    What is wrong is told of the row that has it. Odoo loads all rows at once, and where that fails, once more one by one. To find
    the bad ones among many good ones soon, halves are loaded instead, and halves of those that fail.
    """

    _inherit = "support.appointment"

    @api.model
    def load(self, fields, data):
        """As in Odoo; for an imported file with ``emails`` beside, the number of those that customers get at once."""
        if not self.env.context.get("import_file"):
            return super().load(fields, data)
        made = FileMade()
        importer = self.with_context(**{MADE: made, TRIED: TriedRows()})
        with importer._moved_together() as importer:
            result = super(SupportAppointmentImport, importer).load(fields, data)
        for message in result["messages"]:
            # Odoo's page counts the rows of a column's errors from 1, and those of a record's from 0.
            if "record" in message and "rows" in message:
                message["record"] = message["rows"]["from"] + 1
        rows = self.env["support.notification"].sudo().browse(made.email_ids).exists()
        told = rows.filtered(lambda row: row.state == mail_plan.PLANNED and row.kind != mail_plan.REMINDER)
        return {**result, "emails": len(told)}

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        made = self.env.context.get(MADE)
        # From outside, the context brings plain values.
        if isinstance(made, FileMade):
            made.visit_ids.update(visits.ids)
        return visits

    def _load_records(self, data_list, update=False):
        tried = self.env.context.get(TRIED)
        # From outside, the context brings plain values.
        if not isinstance(tried, TriedRows):
            return super()._load_records(data_list, update)
        if len(data_list) > 1:
            self._await_rows(data_list)
            try:
                with self.env.cr.savepoint(), self._together().tried():
                    return super()._load_records(data_list, update)
            except UserError:
                is_told_apart = False
                with self._together().tried():
                    try:
                        self._try_halves(data_list, update, tried)
                        is_told_apart = bool(tried.errors)
                    finally:
                        if not is_told_apart:
                            tried.refused.clear()
                    raise Refused from None
        if id(data_list[0]) not in tried.refused:
            return super()._load_records(data_list, update)
        error = tried.refused[id(data_list[0])]
        if error:
            raise error
        # It is fine by itself, and nothing is kept, as another row is not.
        return self.browse()

    @api.model
    def _clash_message(self, technician, begin, end, clashing):
        # Such a visit is taken back with its file: nobody could find it by its reference.
        made = self.env.context.get(MADE)
        is_in_file = isinstance(made, FileMade) and clashing.id in made.visit_ids
        if not is_in_file or not clashing.with_user(self.env.user).has_access("read"):
            return super()._clash_message(technician, begin, end, clashing)
        return self.env._(
            "%(technician)s is already booked from %(start)s to %(stop)s, travel included, by “%(subject)s” in the same"
            " file. Choose another time or technician.",
            technician=technician.sudo().name,
            start=self._format(begin),
            stop=self._format(end),
            subject=clashing.sudo().subject,
        )

    def _await_rows(self, data_list):
        """These rows are about to be loaded: visits that they change are in nobody's way until then."""
        found = {
            f"{row[1]}.{row[2]}": row[4]
            for row in self.env["ir.model.data"]
            .sudo()
            ._lookup_xmlids([data["xml_id"] for data in data_list if data.get("xml_id")], self)
            if row[3] == self._name
        }
        visit_ids = (found.get(data.get("xml_id"), data["values"].get("id")) for data in data_list)
        self._await_changes([(visit_id, data["values"]) for visit_id, data in zip(visit_ids, data_list, strict=True)])

    def _try_halves(self, data_list, update, tried):
        """Find out which of the rows are refused, each after the good ones before it. The caller takes back what is loaded."""
        middle = len(data_list) // 2
        for half in (data_list[:middle], data_list[middle:]):
            if tried.errors >= MANY_ERRORS:
                return
            try:
                with self.env.cr.savepoint(), self._together().tried():
                    self.with_context(**{TRIED: None})._load_records(half, update)
            except UserError as error:
                if len(half) > 1:
                    self._try_halves(half, update, tried)
                else:
                    tried.refused[id(half[0])] = error
            else:
                tried.refused.update((id(row), None) for row in half)


class SupportNotificationCount(models.Model):
    _inherit = "support.notification"

    @api.model
    def _save_plans(self, planned, known):
        rows = super()._save_plans(planned, known)
        made = self.env.context.get(MADE)
        # From outside, the context brings plain values.
        if isinstance(made, FileMade):
            made.email_ids.update(rows.ids)
        return rows
