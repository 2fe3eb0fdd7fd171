"""A receipt on paper: who decided what, by what right, on exactly which text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.queries.receipts import receipt_page
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind

PAPER = {"plan": "plans/plan_paper.html"}  # kinds whose text is set otherwise on paper than on its pages


def facts(subject: int | None, who: Facts) -> Printed:
    """`subject`: pk of the decision."""
    if subject is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    receipt = receipt_page(subject, who)
    title = _("Receipt %(number)s: %(title)s") % {"number": subject, "title": receipt.page.title}
    kind = receipt.page.kind
    return Printed(title, {"receipt": receipt, "content_template": PAPER.get(kind.code, kind.template)})


RECEIPT = PrintKind("receipt", "reports/receipt.html", facts)
