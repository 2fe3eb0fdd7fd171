"""A list to take away: at once where it is short, in the background where it is long."""

from __future__ import annotations

import tempfile
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci.authority import Facts, facts_for
from raci.jobs import JobKind, Product
from raci.jobs import ask as ask_for_work
from raci.jobs.files import workroom
from raci.jobs.kinds import Progress
from raci.lists import counting
from raci.lists.asking import Asked, ask
from raci.lists.listing import get
from raci.lists.sheets import Sheet, silently
from raci.models import Job
from raci.refusals import NotReady, Problem, Refused

AT_ONCE = counting.MOST  # rows that are written while somebody waits
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(kind: str) -> str:
    """Of a kind of file there is."""
    if kind not in MEDIA_TYPES:
        raise Refused(_("There is no such file."), visible=False)
    return MEDIA_TYPES[kind]


def file_name(asked: Asked, kind: str) -> str:
    """The list and the day."""
    return f"{asked.listing.code}-{asked.facts.today}.{kind}"


def is_long(asked: Asked) -> bool:
    """Whether it is too long to be written while somebody waits."""
    return asked.rows[AT_ONCE : AT_ONCE + 1].exists()


def not_too_long(asked: Asked) -> None:
    """What is too long is asked for on the list's page."""
    if is_long(asked):
        text = _("These are more than %(n)s rows. Ask for the file on the list’s page: it is made in the background.")
        raise NotReady([Problem(text % {"n": AT_ONCE})])


def ask_for_export(asked: Asked, kind: str) -> Job:
    """Have it made in the background: the same rows by the same filters, as they stand then."""
    media_type(kind)
    title = _("%(list)s as %(kind)s") % {"list": asked.listing.title, "kind": kind.upper()}
    arguments = {"list": asked.listing.code, "file": kind, "params": asked.params}
    return ask_for_work("list-export", title=title, arguments=arguments, by=asked.facts.person)


def write(sheet: Sheet, kind: str, file: IO[bytes], progress: Progress = silently) -> None:
    """The whole of it into a file."""
    if kind == "xlsx":
        sheet.workbook(file, progress)
    else:
        for line in sheet.csv(progress):
            file.write(line.encode())
    file.seek(0)


def _work(job: Job, progress: Progress) -> Product:
    facts, kind = facts_for(job.person), job.arguments["file"]
    asked = ask(get(job.arguments["list"]), facts, job.arguments["params"])
    file = tempfile.TemporaryFile(dir=workroom())  # noqa: SIM115 - goes with the product
    write(Sheet(asked), kind, file, progress)
    return Product(file_name(asked, kind), media_type(kind), file)


def _authorise(job: Job, facts: Facts) -> None:
    get(job.arguments["list"]).may(facts)


EXPORT = JobKind(
    code="list-export",
    label=gettext_lazy("A list to take away"),
    work=_work,
    authorise=_authorise,
    otherwise=gettext_lazy("A narrower list may be short enough to be downloaded at once."),
    longest=1800,
)
