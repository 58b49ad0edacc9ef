from datetime import date, timedelta

from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import request

from ..logic import calendar_invite, states
from ..models.support_appointment_self_service import CANCEL, OFFER_DAYS, RESCHEDULE

#: The pages carry a secret in their address and nothing that runs.
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
#: How far ahead customers can look for another time.
HORIZON_DAYS = 90
CONFLICT = 409


def visit_route(path, **options):
    """A page without login below a visit's own address."""
    paths = [f"/support/visit/<string:token>{each}" for each in ([path] if isinstance(path, str) else path)]
    return http.route(paths, type="http", auth="public", sitemap=False, save_session=False, **options)


class VisitController(http.Controller):
    """What the links in customers' mail lead to: the visit as it is now, which mail the customer wants, and where the
    company allows it, another time or none.

    The signed token in the address is all the authority there is, so requests need no session, and there is none that
    another site could abuse: hence no CSRF token. Mail scanners follow links, so GET changes nothing.
    """

    # ------------------------------------------------------------
    # To look at
    # ------------------------------------------------------------

    @visit_route(["", "/unsubscribe"], methods=["GET"], readonly=True)
    def page(self, token, done="", **_kwargs):
        return self._show(self._visit(token), token, done=done)

    @visit_route("/visit.ics", methods=["GET"], readonly=True)
    def calendar(self, token, **_kwargs):
        visit = self._visit(token)
        invitation = visit._customer_invitation(
            calendar_invite.CANCEL if visit.state == states.CANCELLED else calendar_invite.REQUEST
        )
        return request.make_response(
            invitation,
            {
                **SECURITY_HEADERS,
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'attachment; filename="visit.ics"',
            },
        )

    @visit_route("/reschedule", methods=["GET"], readonly=True)
    def choose_time(self, token, day="", **_kwargs):
        """Free times of a week.

        :param day: the first day, ``YYYY-MM-DD``; the visit's own by default
        """
        visit = self._visit(token)
        if not visit._customer_may(RESCHEDULE):
            return self._show(visit, token)
        return self._show_times(visit, token, day)

    @visit_route("/cancel", methods=["GET"], readonly=True)
    def ask_to_cancel(self, token, **_kwargs):
        visit = self._visit(token)
        return self._show(visit, token, template="visit_page_cancel" if visit._customer_may(CANCEL) else "visit_page")

    # ------------------------------------------------------------
    # To act
    # ------------------------------------------------------------

    @visit_route("/unsubscribe", methods=["POST"], csrf=False)
    def unsubscribe(self, token, **_kwargs):
        """One-click unsubscription by a mail client (RFC 8058): no redirection, no page needed."""
        self._visit(token)._set_reminders_wanted(False, everywhere=True)
        return request.make_response("OK", {**SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8"})

    @visit_route("/reminders", methods=["POST"], csrf=False)
    def reminders(self, token, wanted="", everywhere="", **_kwargs):
        """The page's buttons.

        :param wanted: ``1`` to get reminders (again), anything else to get none
        :param everywhere: ``1`` for all visits of the customer, anything else for this one
        """
        self._visit(token)._set_reminders_wanted(wanted == "1", everywhere=everywhere == "1")
        return request.redirect(f"/support/visit/{token}", code=303)

    @visit_route("/reschedule", methods=["POST"], csrf=False)
    def reschedule(self, token, start="", revision="", **_kwargs):
        """Move the visit.

        :param start: one of the offered times, ``YYYY-MM-DD HH:MM:SS`` in UTC
        :param revision: of the schedule that was looked at
        """
        visit = self._visit(token)
        moment = self._moment(start)
        if moment is None:
            return self._show_times(visit, token, "", problem=visit.env._("Please choose a time."))
        problem = visit._customer_reschedule(moment, self._number(revision))
        if not problem:
            return request.redirect(f"/support/visit/{token}?done={RESCHEDULE}", code=303)
        visit.invalidate_recordset()
        if visit._customer_may(RESCHEDULE) and visit.schedule_revision == self._number(revision):
            return self._show_times(visit, token, str(moment.date()), problem=problem)
        return self._show(visit, token, problem=problem)

    @visit_route("/cancel", methods=["POST"], csrf=False)
    def cancel(self, token, reason="", revision="", **_kwargs):
        """Call the visit off.

        :param revision: of the schedule that was looked at
        """
        visit = self._visit(token)
        problem = visit._customer_cancel(reason, self._number(revision))
        if not problem:
            return request.redirect(f"/support/visit/{token}?done={CANCEL}", code=303)
        visit.invalidate_recordset()
        return self._show(visit, token, problem=problem)

    # ------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------

    def _visit(self, token):
        visit = request.env["support.appointment"]._by_customer_token(token)
        if not visit:
            raise NotFound()
        request.update_context(lang=visit.customer_lang)
        return visit.with_env(request.env(su=True))

    def _show_times(self, visit, token, day, problem=""):
        today = visit._customer_moment(fields.Datetime.now()).date()
        first = self._day(day) or visit._customer_moment(visit.start).date()
        first = min(max(first, today), today + timedelta(days=HORIZON_DAYS))
        earlier = max(first - timedelta(days=OFFER_DAYS), today)
        later = first + timedelta(days=OFFER_DAYS)
        return self._show(
            visit,
            token,
            template="visit_page_reschedule",
            problem=problem,
            offers=visit._customer_offers(first),
            earlier=earlier if earlier < first else None,
            later=later if later <= today + timedelta(days=HORIZON_DAYS) else None,
        )

    def _show(self, visit, token, template="visit_page", problem="", **values):
        response = request.render(
            f"support_center.{template}",
            {
                "object": visit,
                "company": visit.company_id,
                "base_path": f"/support/visit/{token}",
                "is_open": visit.state in (states.CONFIRMED, states.IN_PROGRESS),
                "opted_out_of_all": visit.customer_opted_out,
                "may_reschedule": visit._customer_may(RESCHEDULE),
                "may_cancel": visit._customer_may(CANCEL),
                "problem": problem,
                "done": "",
                **values,
            },
            status=CONFLICT if problem else 200,
        )
        response.headers.update(SECURITY_HEADERS)
        return response

    @staticmethod
    def _day(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    @staticmethod
    def _moment(text):
        """A time that may have been offered; None for what can't have been, such as the last one that there is."""
        try:
            moment = fields.Datetime.to_datetime(text) or None
        except ValueError:
            return None
        # One day more, as the customer's day may end later than here.
        latest = fields.Datetime.now() + timedelta(days=HORIZON_DAYS + OFFER_DAYS + 1)
        return moment if moment and moment <= latest else None

    @staticmethod
    def _number(text):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
