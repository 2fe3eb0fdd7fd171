"""What an auditor's pack tells: obligations, evidence by its hash, the rows of law, decisions, and how much changed."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from compliance.law.standing import counting
from compliance.models import Evidence
from compliance.queries.status import WORDS
from compliance.reading_rights import units_read
from raci import records
from raci.days import LAST
from raci.grants import visible
from raci.history.ledger import changed_between, ledger_now
from raci.models import Decision
from raci.queries.titles import title
from reports.blocks import Block, listed, say, sentence, table
from reports.catalogue.kind import Asked
from reports.sections.law import SOURCE, running

DAY = "j M Y"
MOST = 30  # kinds of things on a page


def obligations(asked: Asked) -> list[Block]:
    """Each one that runs, as it stands; what each requirement says stands once before."""
    rows = running(asked).select_related("requirement__programme", "unit")
    asks: dict[str, list[str]] = {}
    told = []
    for one in rows.order_by("requirement__code", "unit__path", "pk"):
        asks[one.requirement.code] = [one.requirement.code, one.requirement.text, one.requirement.programme.name]
        covers = _day(one.held_until) if one.held_until != LAST else say(_("it does not expire"))
        stands = [one.requirement.code, one.unit.name, _day(one.due_on), str(WORDS[one.stands])]
        told.append([*stands, _day(one.judged_on), covers])
    columns = (_("Requirement"), _("Unit"), _("Due"), _("Where it stands"), _("Judged"), _("Evidence covers until"))
    heads = (_("Code"), _("Requirement"), _("Programme"))
    return [
        table(say(_("What is asked")), heads, list(asks.values()), source=SOURCE),
        table(say(_("Of whom, by when, and how it stands")), columns, told, source=SOURCE),
    ]


def _day(value: date | None) -> str:
    return date_format(value, DAY) if value else "–"


def evidence(asked: Asked) -> list[Block]:
    """Each piece with the hash of its bytes, of the units whose compliance the asker reads."""
    rows = Evidence.objects.filter(obligation__unit__in=units_read(asked.facts), removed_at=None)
    told = [
        [
            one.title, f"{one.obligation.requirement.code} · {one.obligation.unit.name}", date_format(one.effective_on, DAY),
            _day(one.expires_on), one.blob.sha256 if one.blob else one.place,
        ]
        for one in rows.select_related("obligation__requirement", "obligation__unit", "blob").order_by("pk")
    ]  # fmt: skip
    if not told:
        return [sentence(say(_("No evidence is kept yet.")))]
    columns = (
        _("What it is"),
        _("Of which obligation"),
        _("In force from"),
        _("Until"),
        _("SHA-256, or where it is kept"),
    )
    source = say(_("Source: the evidence of obligations, on the day of the facts."))
    return [table(say(_("Evidence")), columns, told, source=source)]


def parameters(_asked: Asked) -> list[Block]:
    """Every row that counts on the day."""
    rows = counting().select_related("programme").order_by("key", "variant", "effective_from", "pk")
    told = [
        [
            one.name, one.value_words, one.citation, str(one.get_status_display()),
            _day(one.effective_from),
            _day(one.verified_on),
        ]
        for one in rows
    ]  # fmt: skip
    columns = (_("Row"), _("Value"), _("Citation"), _("Status"), _("In force from"), _("Looked up"))
    return [
        table(
            say(_("Rows of the law that count")), columns, told, source=say(_("Source: the law watch (activity 1.3)."))
        )
    ]


def decisions(asked: Asked) -> list[Block]:
    """Those of the period on records that the asker reads, each with the hash of its text."""
    seen = visible(asked.facts).order_by().values("pk")
    rows = Decision.objects.filter(submission__case__in=seen, decided_at__date__range=(asked.begins_on, asked.ends_on))
    rows = rows.annotate(shown=title(asked.facts, "submission__case__record"))
    labels = {kind.code: str(kind.label) for kind in records.kinds()}
    told = [
        [
            str(one.pk), one.shown, labels[one.submission.case.record.kind], str(one.get_kind_display()), one.decided_as,
            date_format(localtime(one.decided_at), DAY), one.sha256,
        ]
        for one in rows.select_related("submission__case__record").order_by("pk")
    ]  # fmt: skip
    if not told:
        return [sentence(say(_("Nothing was decided in the period.")))]
    columns = (_("Receipt"), _("What"), _("Kind"), _("Decision"), _("By"), _("On"), _("SHA-256 of the text"))
    return [table(say(_("Decisions")), columns, told, source=say(_("Source: receipts.")))]


def changes(asked: Asked) -> list[Block]:
    """Where the ledger stands, and how much changed in the period: the whole history is exported apart, with its program."""
    ledger = ledger_now()
    facts = [
        (_("Entries of the ledger"), f"{ledger.entries:,}"),
        (_("Seals"), f"{ledger.seals:,}"),
        (_("Hash of the last seal"), ledger.head),
    ]
    words = _(
        "The whole history is exported under History, with the program that checks it; this pack tells where it stood."
    )
    rows = [[thing, f"{n:,}"] for thing, n in changed_between(asked.begins_on, asked.ends_on)]
    source = say(
        _("Source: the ledger. Restricted things (complaints, requests) are in it sealed, and not counted here.")
    )
    counted = table(
        say(_("Entries of the period")), (_("Thing"), _("Entries")), rows, source=source, numbers=(1,), most=MOST
    )
    return [sentence(say(words)), listed(facts), counted]
