from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..logic import calendar_invite, states

#: The pages carry a secret in their address and nothing that runs.
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class VisitController(http.Controller):
    """What the links in customers' mail lead to: the visit as it is now, and which mail the customer wants.

    The signed token in the address is all the authority there is, so requests need no session, and there is none that
    another site could abuse: hence no CSRF token. Mail scanners follow links, so GET changes nothing.
    """

    @http.route(
        ["/support/visit/<string:token>", "/support/visit/<string:token>/unsubscribe"],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def page(self, token, **_kwargs):
        visit = self._visit(token)
        response = request.render(
            "support_center.visit_page",
            {
                "object": visit,
                "company": visit.company_id,
                "base_path": f"/support/visit/{token}",
                "is_open": visit.state in (states.CONFIRMED, states.IN_PROGRESS),
                "opted_out_of_all": visit.partner_id.support_reminder_opt_out,
            },
        )
        response.headers.update(SECURITY_HEADERS)
        return response

    @http.route(
        "/support/visit/<string:token>/visit.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
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

    @http.route(
        "/support/visit/<string:token>/unsubscribe",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        sitemap=False,
        save_session=False,
    )
    def unsubscribe(self, token, **_kwargs):
        """One-click unsubscription by a mail client (RFC 8058): no redirection, no page needed."""
        self._visit(token)._set_reminders_wanted(False, everywhere=True)
        return request.make_response("OK", {**SECURITY_HEADERS, "Content-Type": "text/plain; charset=utf-8"})

    @http.route(
        "/support/visit/<string:token>/reminders",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        sitemap=False,
        save_session=False,
    )
    def reminders(self, token, wanted="", everywhere="", **_kwargs):
        """The page's buttons.

        :param wanted: ``1`` to get reminders (again), anything else to get none
        :param everywhere: ``1`` for all visits of the customer, anything else for this one
        """
        self._visit(token)._set_reminders_wanted(wanted == "1", everywhere=everywhere == "1")
        return request.redirect(f"/support/visit/{token}", code=303)

    def _visit(self, token):
        visit = request.env["support.appointment"]._by_customer_token(token)
        if not visit:
            raise NotFound()
        request.update_context(lang=visit.customer_lang)
        return visit.with_env(request.env(su=True))
