from urllib.parse import parse_qsl, urlsplit

from odoo.tests import HttpCase

from .pages import Page
from .test_mail_planning import MailCase

#: So many links that differ in the value of their query alone are followed: days and times look all the same.
ALIKE = 1


class VisitPages(MailCase, HttpCase):
    """A visit whose customer may do everything online, and a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("support_center.group_support_technician")
        for user in group.all_user_ids - cls.technician - cls.colleague:
            user.sudo().active = False
        cls.company.write(
            {
                "support_customer_reschedule": True,
                "support_customer_cancel": True,
                "support_customer_cutoff_hours": 24,
            }
        )
        cls.visit = cls.book(9)

    def link_of(self, visit, kind="confirmation"):
        """The address behind the button of an email as it is sent."""
        row = self.rows(visit, kind)[-1:]
        mail = self.env["support.notification"]._compose_for(visit, kind, row.message_id or "<test@example.com>")
        links = Page.of_text(mail.html).links_labelled("See your visit")
        self.assertEqual(len(links), 1, mail.html)
        return links[0]

    def open(self, url):
        return Page(self.url_open(url))

    def send(self, submission, **options):
        """What the browser shows after the form was sent, redirections followed."""
        page = Page(self.url_open(**submission.request(), **options))
        self.env.invalidate_all()
        return page

    def crawl(self, url):
        """All pages that are reached from ``url`` by links below it.

        :return: list of :class:`Page`, without files to download
        """
        root = urlsplit(url).path
        waiting, seen, pages = [url], {}, []
        while waiting:
            address = waiting.pop(0)
            parts = urlsplit(address)
            shape = (parts.path, tuple(name for name, _value in parse_qsl(parts.query)))
            known = seen.setdefault(shape, set())
            if address in known or len(known) >= ALIKE or not (parts.path + "/").startswith(f"{root}/"):
                continue
            known.add(address)
            page = self.open(address)
            if page.response.headers["Content-Type"].startswith("text/html"):
                pages.append(page)
                waiting += page.links
        return pages
