import threading
import unicodedata
from datetime import date, timedelta
from functools import wraps

from odoo import fields, http
from odoo.http import request
from odoo.tools.misc import get_lang

from ..logic import api_slots, calendar_invite, languages, states, visit_link
from ..models.support_appointment_self_service import CANCEL, OFFER_DAYS, RESCHEDULE
from ..models.support_link_request import bare_address
from .parameters import takes_any_parameter

#: How many days beyond today, or beyond the visit if that is later, customers can look for another time.
HORIZON_DAYS = 90
NOT_FOUND, CONFLICT, GONE, TOO_MANY = 404, 409, 410, 429
#: The forms send a few lines of text.
MAX_BODY = 256 * 1024
HOUR = timedelta(hours=1)
#: How often within an hour: reminders are switched on again for a visit, a visit is moved, links are sent to an address,
#: links are asked for from a network address.
MAX_REMINDERS_ON, MAX_MOVES, MAX_LINKS_TO, MAX_LINKS_FROM = 10, 10, 3, 60

visit_link.keep_out_of_logs()


def route(path, **options):
    """A page without login, whose parameters are texts.

    What else a hostile client sends, such as a file, counts as not sent.
    """
    paths = [f"{visit_link.PATH}{each}" for each in ([path] if isinstance(path, str) else path)]
    options = {"csrf": False, **options}

    def decorate(method):
        @takes_any_parameter
        @http.route(
            paths,
            type="http",
            auth="public",
            sitemap=False,
            save_session=False,
            max_content_length=MAX_BODY,
            **options,
        )
        @wraps(method)
        def endpoint(self, /, **params):
            # Odoo writes it down with what a slow or stuck thread does.
            thread = threading.current_thread()
            thread.url = visit_link.redacted(getattr(thread, "url", ""))
            return method(self, **{name: _text(value) for name, value in params.items() if isinstance(value, str)})

        return endpoint

    return decorate


def visit_route(path, of_drafts=False, **options):
    """A page below a visit's own address, called with the visit, in its customer's language, and the token.

    Where the address leads to no visit, a page says what to do.

    :param bool of_drafts: it is there for visits that are not confirmed, too
    """
    paths = [f"/<string:token>{each}" for each in ([path] if isinstance(path, str) else path)]

    def decorate(method):
        @route(paths, **options)
        @wraps(method)
        def endpoint(self, /, token, **params):
            visit = request.env["support.appointment"]._by_customer_token(token)
            if not visit:
                return self._show_no_visit(NOT_FOUND)
            request.update_context(lang=visit.customer_lang)
            visit = visit.with_env(request.env(su=True))
            if visit._customer_link_expired():
                return self._show_no_visit(GONE, company=visit.company_id)
            if visit.state == states.DRAFT and not of_drafts:
                return self._show_draft(visit)
            return method(self, visit, token, **params)

        return endpoint

    return decorate


def _text(value):
    """What is sent, without characters that stand for nothing and that the database refuses."""
    return "".join(each for each in value if each in "\n\r\t" or unicodedata.category(each) not in ("Cc", "Cs"))


class VisitController(http.Controller):
    """What the links in customers' email lead to: the visit as it is now, which email the customer wants, and where the
    company allows it, another time or none.

    The secret in the address is all the authority there is, so requests need no session, and there is none that
    another site could abuse: hence no CSRF token. Mail scanners follow links, so GET changes nothing.
    """

    # ------------------------------------------------------------
    # To look at
    # ------------------------------------------------------------

    @visit_route(["", "/unsubscribe", "/reminders"], methods=["GET"], readonly=True)
    def page(self, visit, token, /, moved="", **_params):
        """The visit as it is.

        :param moved: the revision that a move by the customer led to
        """
        revision = visit.schedule_revision
        return self._show(visit, token, just_moved=revision > 0 and moved == str(revision))

    @visit_route("/visit.ics", methods=["GET"], readonly=True)
    def calendar(self, visit, _token, /, **_params):
        return request.make_response(
            visit._customer_invitation(
                calendar_invite.CANCEL if visit.state == states.CANCELLED else calendar_invite.REQUEST
            ),
            {
                **visit_link.SECURITY_HEADERS,
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'attachment; filename="visit.ics"',
            },
        )

    @visit_route("/reschedule", methods=["GET"], readonly=True)
    def choose_time(self, visit, token, /, day="", start="", **_params):
        """Free times of a week, or the question whether to move the visit to one of them.

        :param day: the first day, ``YYYY-MM-DD``; the visit's own by default
        :param start: the time that was chosen, ``YYYY-MM-DD HH:MM:SS`` in UTC
        """
        moment = self._moment(visit, start) if start else None
        if moment and moment == visit.start:
            # As after the browser's Back: the visit was moved there already.
            return self._show(visit, token, is_at_chosen_time=True)
        if not visit._customer_may(RESCHEDULE):
            return self._show(visit, token)
        if not start:
            return self._show_times(visit, token, self._day(day))
        offer = moment and visit._customer_offer(moment)
        if not offer:
            chosen = moment and visit._customer_moment(moment).date()
            return self._show_times(
                visit,
                token,
                chosen,
                problem=visit.env._("This time is not free. Please choose another one."),
                status=200,
            )
        return self._show(visit, token, template="visit_page_move", offer=offer)

    @visit_route("/cancel", methods=["GET"], readonly=True)
    def ask_to_cancel(self, visit, token, /, **_params):
        return self._show(visit, token, template="visit_page_cancel" if visit._customer_may(CANCEL) else "visit_page")

    # ------------------------------------------------------------
    # To act
    # ------------------------------------------------------------

    @visit_route("/unsubscribe", methods=["POST"], of_drafts=True)
    def unsubscribe(self, visit, _token, /, **_params):
        """One-click unsubscription by a mail client (RFC 8058): no redirection, no page needed."""
        visit._set_reminders_wanted(False, everywhere=True)
        return request.make_response("OK", {**visit_link.SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8"})

    @visit_route("/reminders", methods=["POST"])
    def reminders(self, visit, token, /, wanted="", everywhere="", **_params):
        """The page's buttons.

        :param wanted: ``1`` to get reminders (again), anything else to get none
        :param everywhere: ``1`` for all visits of the customer, anything else for this one
        """
        is_wanted = wanted == "1"
        if is_wanted and not visit._gets_reminders() and not self._allows("reminders_on", visit.id, MAX_REMINDERS_ON):
            problem = visit.env._("You switched reminders on and off very often. Please try again in an hour.")
            return self._show(visit, token, problem=problem, status=TOO_MANY)
        visit._set_reminders_wanted(is_wanted, everywhere=everywhere == "1")
        return self._redirect(token)

    @visit_route("/reschedule", methods=["POST"])
    def reschedule(self, visit, token, /, start="", revision="", **_params):
        """Move the visit.

        :param start: one of the offered times, ``YYYY-MM-DD HH:MM:SS`` in UTC
        :param revision: of the schedule that was looked at
        """
        moment = self._moment(visit, start)
        if moment is None:
            return self._show_times(visit, token, None, problem=visit.env._("Please choose a time."))
        limits = request.env["support.page.limit"].sudo()
        if moment != visit.start and limits._is_used_up("move", visit.id, MAX_MOVES):
            problem = visit.env._("You moved this visit very often. Please try again in an hour, or contact us.")
            return self._show(visit, token, problem=problem, status=TOO_MANY)
        before = visit.schedule_revision
        problem = visit._customer_reschedule(moment, self._number(revision))
        visit.invalidate_recordset()
        if not problem:
            if visit.schedule_revision != before:
                # Only what was moved counts: who meets a time that is taken tries another one.
                self._allows("move", visit.id, MAX_MOVES)
            return self._redirect(token, f"?moved={visit.schedule_revision}")
        if visit._customer_may(RESCHEDULE) and visit.schedule_revision == self._number(revision):
            return self._show_times(visit, token, visit._customer_moment(moment).date(), problem=problem)
        return self._show(visit, token, problem=problem)

    @visit_route("/cancel", methods=["POST"])
    def cancel(self, visit, token, /, reason="", revision="", **_params):
        """Call the visit off.

        :param revision: of the schedule that was looked at
        """
        problem = visit._customer_cancel(reason, self._number(revision))
        if not problem:
            return self._redirect(token)
        visit.invalidate_recordset()
        if visit._customer_may(CANCEL):
            return self._show(visit, token, template="visit_page_cancel", problem=problem, reason=reason)
        return self._show(visit, token, problem=problem)

    # ------------------------------------------------------------
    # Without a visit
    # ------------------------------------------------------------

    @route("/link", methods=["GET"], readonly=True)
    def ask_for_links(self, /, **_params):
        return self._show_no_visit(200)

    @route("/link", methods=["POST"])
    def send_links(self, /, email="", **_params):
        """Send the links of an address's next visits to it.

        The answer is always the same, and so is what is done for it, so that nobody learns from either whose address is
        known: the visits are looked up later.
        """
        if not self._allows("links_from", request.httprequest.remote_addr, MAX_LINKS_FROM):
            problem = request.env._("There were too many requests. Please try again in an hour.")
            return self._show_no_visit(TOO_MANY, problem=problem)
        address = bare_address(email)
        if address and self._allows("links_to", address, MAX_LINKS_TO):
            request.env["support.link.request"].sudo()._add(address)
        return self._show_no_visit(200, template="visit_page_link_sent")

    @route(["", "/", "/<path:rest>"], methods=["GET", "POST"], readonly=True)
    def damaged_link(self, /, **_params):
        """Whatever else a link that lost a part leads to."""
        return self._show_no_visit(NOT_FOUND)

    # ------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------

    def _allows(self, what, subject, limit):
        return request.env["support.page.limit"].sudo()._allows(what, subject, limit, HOUR)

    def _redirect(self, token, query=""):
        response = request.redirect(f"{visit_link.PATH}/{token}{query}", code=303)
        response.headers.update(visit_link.SECURITY_HEADERS)
        return response

    def _show_times(self, visit, token, first, **values):
        today = visit._customer_moment(fields.Datetime.now()).date()
        first = first or visit._customer_moment(visit.start).date()
        last = self._horizon(visit).date()
        first = min(max(first, today), last)
        earlier = max(first - timedelta(days=OFFER_DAYS), today)
        later = first + timedelta(days=OFFER_DAYS)
        return self._show(
            visit,
            token,
            template="visit_page_reschedule",
            offers=visit._customer_offers(first),
            earlier=earlier if earlier < first else None,
            later=later if later <= last else None,
            **values,
        )

    def _show(self, visit, token, template="visit_page", problem="", status=None, **values):
        """
        :param problem: why what was asked for was not done
        :param status: of the answer; by default it follows from ``problem``
        """
        return self._render(
            template,
            status or (CONFLICT if problem else 200),
            company=visit.company_id,
            contact=visit.customer_contact_line,
            problem=problem,
            **{
                "object": visit,
                "base_path": f"{visit_link.PATH}/{token}",
                "is_open": visit.state in (states.CONFIRMED, states.IN_PROGRESS),
                "opted_out_of_all": visit.customer_opted_out,
                "may_reschedule": visit._customer_may(RESCHEDULE),
                "may_cancel": visit._customer_may(CANCEL),
                "too_late": visit._customer_too_late(),
                "reminder": visit._customer_reminder(),
                "news": visit._customer_news(),
                "just_moved": False,
                "is_at_chosen_time": False,
                "reason": "",
                **values,
            },
        )

    def _show_draft(self, visit):
        return self._render(
            "visit_page_draft", NOT_FOUND, company=visit.company_id, contact=visit.customer_contact_line
        )

    def _show_no_visit(self, status, template="visit_page_link", company=None, problem=""):
        if not company:
            # Nobody knows whose visit it was: the company of those who are not logged in.
            request.update_context(lang=get_lang(request.env, request.best_lang).code)
            company = request.env.company.with_env(request.env(su=True))
        return self._render(
            template,
            status,
            company=company,
            contact=company._support_contact(),
            problem=problem,
            link_path=f"{visit_link.PATH}/link",
            has_expired=status == GONE,
            is_asked_for=status in (200, TOO_MANY),
        )

    def _render(self, template, status, company, contact, problem="", **values):
        lang = get_lang(request.env)
        response = request.render(
            f"support_center.{template}",
            {
                "company": company,
                "contact": contact,
                "problem": problem,
                "language": languages.html_lang(lang.code),
                "direction": lang.direction,
                **values,
            },
            status=status,
        )
        response.headers.update(visit_link.SECURITY_HEADERS)
        if status == TOO_MANY:
            response.headers["Retry-After"] = str(int(HOUR.total_seconds()))
        return response

    @staticmethod
    def _day(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    @staticmethod
    def _horizon(visit):
        """The last moment (in the customer's zone) at which another time is looked for."""
        return visit._customer_moment(max(fields.Datetime.now(), visit.start)) + timedelta(days=HORIZON_DAYS)

    @staticmethod
    def _moment(visit, text):
        """A time that may have been offered; None for what can't have been, such as the last one that there is."""
        try:
            moment = fields.Datetime.to_datetime(text) or None
        except ValueError:
            return None
        # One day more, as the customer's day may end later than here.
        latest = max(fields.Datetime.now(), visit.start) + timedelta(days=HORIZON_DAYS + OFFER_DAYS + 1)
        return moment if moment and api_slots.to_datetime(0) <= moment <= latest else None

    @staticmethod
    def _number(text):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
