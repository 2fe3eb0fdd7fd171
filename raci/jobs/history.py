"""The whole history as a kind of work: for those who may take it away, asked when it is asked for, made and fetched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci import clock
from raci.authority import Facts
from raci.history.export import packed, write_export
from raci.jobs.asking import ask
from raci.jobs.files import workroom
from raci.jobs.kinds import JobKind, Product, Progress
from raci.models import Job, Person
from raci.refusals import Refused


def may_export(facts: Facts) -> None:
    """Only posts that audit; those who read everything are told so, others find nothing."""
    if not facts.exports_history:
        raise Refused(_("Only posts that audit may take the history away."), visible=facts.has("reads_all"))


def ask_for_export(facts: Facts) -> Job:
    """Have the whole history made into one zip."""
    may_export(facts)
    return ask("history-export", title=_("The whole history"), arguments={}, by=facts.person)


def _work(job: Job, progress: Progress) -> Product:
    person: Person = job.person
    with tempfile.TemporaryDirectory(prefix="history-", dir=workroom()) as folder:
        # a third of it is the ledger, a third the tables, a third the packing
        exported = write_export(
            Path(folder) / "history", by=person.label, progress=lambda done, total: progress(2 * done, 3 * total)
        )
        archive = packed(exported.folder, progress=lambda done, total: progress(2 * total + done, 3 * total))
        content = archive.open("rb")  # outlives its folder
    said = _("You exported the history: %(count)s entries. SHA-256 of its manifest.json: %(hash)s") % {
        "count": exported.entries,
        "hash": exported.manifest_sha256,
    }
    name = f"history-{clock.now():%Y%m%d-%H%M%S}-{exported.manifest_sha256[:12]}.zip"
    return Product(name, "application/zip", content, said)


HISTORY = JobKind(
    code="history-export",
    label=gettext_lazy("Export of the history"),
    work=_work,
    authorise=lambda _job, facts: may_export(facts),
    about=gettext_lazy(
        "Unpack it anywhere and run “python verify.py”: it needs nothing of this portal. The hash to note is in your inbox."
    ),
    otherwise=gettext_lazy("Whoever runs the server can export it too: manage.py export_history --out DIR."),
    notice="history-export",
    longest=3600,
)
