"""An edition as a kind of background work: the frozen text of a report as a page, as a PDF, kept once."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.models import City, Job, Text
from raci.queries.cases import case_page
from raci.records import Content
from raci.refusals import Refused
from reports import annex
from reports.acts import EDITION, keep_edition, open_edition
from reports.apart import render_apart
from reports.catalogue import KINDS
from reports.models import Edition
from reports.rendering import Attached, render


def page_of(edition: Edition) -> str:
    """The page that is printed, from what was frozen alone: made again years later it is the same."""
    report = content_of(edition)
    shown = {"edition": edition, "report": report, "title": report["title"], "city": City.objects.first()}
    with translation.override(edition.language):
        shown |= {"data": annex.files(report), "paper": KINDS[report["kind"]].paper}
        return render_to_string("reports/progress/edition.html", shown)


def content_of(edition: Edition) -> Content:
    """The text it is made of."""
    return frozen(edition.text)


def frozen(text: Text) -> Content:
    """A frozen text as plain values."""
    found: Content = json.loads(text.content)
    return found


def data_of(edition: Edition) -> list[annex.DataFile]:
    """Its data annex, in its language."""
    with translation.override(edition.language):
        return annex.files(content_of(edition))


def pdf_of(edition: Edition, draw: Callable[..., bytes] = render) -> bytes:
    """Its PDF, with the data annex attached: the same bytes whenever and wherever it is made."""
    attached = [Attached(one.name, one.title, annex.MEDIA_TYPE, one.content) for one in data_of(edition)]
    return draw(page_of(edition), attached, moment=edition.asked_at)


def _edition(job: Job) -> Edition:
    found = Edition.objects.select_related("text", "report__record").filter(pk=job.arguments["edition"]).first()
    if found is None:
        raise Refused(str(_("There is no such edition.")), visible=False)
    return found


def _work(job: Job, progress: Progress) -> Product:
    edition = _edition(job)

    def tick() -> None:
        progress(1, 2)

    tick()
    pdf = open_edition(edition) if edition.sha256 else pdf_of(edition, partial(render_apart, tick=tick))
    keep_edition(edition, pdf, by=job.person)
    return Product(file_name(edition), "application/pdf", pdf)


def file_name(edition: Edition) -> str:
    """As it is called on its reader's disk."""
    return f"{slugify(edition.report.title)[:80] or 'report'}-{edition.number}-{edition.language}.pdf"


def _authorise(job: Job, facts: Facts) -> None:
    case_page(_edition(job).report.record_id, facts)


MAKE = JobKind(
    code=EDITION,
    label=_("Edition of a report"),
    work=_work,
    authorise=_authorise,
    about=_("It is tagged for screen readers, numbered, and stays the same for good."),
)
