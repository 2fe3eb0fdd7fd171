"""Prints as a kind of background work: what its reader may see when it is made, as a page, as a PDF."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts, facts_for
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.models import City, Job
from reports.kinds import KINDS
from reports.rendering import render


def page_of(kind: str, subject: int | None, facts: Facts) -> str:
    """The page that is printed, as this person may see it; raises `Refused` where they may not."""
    printed = KINDS[kind].facts(subject, facts)
    shown = {"title": printed.title, "city": City.objects.first(), "printed_for": facts.person}
    return render_to_string(KINDS[kind].template, {**printed.facts, **shown})


def _work(job: Job, _progress: Progress) -> Product:
    pdf = render(page_of(job.arguments["kind"], job.arguments["subject"], facts_for(job.person)))
    name = slugify(job.title)[:100] or job.arguments["kind"]
    return Product(f"{name}.pdf", "application/pdf", pdf)


def _authorise(job: Job, facts: Facts) -> None:
    KINDS[job.arguments["kind"]].facts(job.arguments["subject"], facts)


PRINT = JobKind(
    code="print",
    label=_("PDF"),
    work=_work,
    authorise=_authorise,
    about=_("It is tagged for screen readers and shows what you could see when it was made."),
    otherwise=_("You can print the page itself from your browser instead."),
)
