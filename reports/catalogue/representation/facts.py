"""What is told of an approved audit of who serves on boards: its frozen text and nothing else."""

from __future__ import annotations

import json

from django.utils.translation import gettext_noop as _

from boards.audits.reading import Asked as Question
from boards.audits.reading import Audit
from boards.kinds import AUDITS
from raci.authority import Facts
from raci.grants import visible
from raci.models import Case, Decision, Text
from raci.queries.titles import title
from reports.blocks import Block, chart, gap, heading, listed, points, prose, say, sentence, table
from reports.catalogue.kind import Asked
from reports.pictures import frozen

APPROVED = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


def audits(facts: Facts) -> list[tuple[int, str]]:
    """Approved audits that they may read."""
    cases = visible(facts).filter(record__kind__in=[kind.code for kind in AUDITS], state=Case.State.APPROVED)
    found = cases.annotate(shown=title(facts, "record")).order_by("-record").values_list("record", "shown")
    return list(dict(found).items())


def _audit(asked: Asked) -> Audit:
    texts = Text.objects.filter(record=asked.subject, submissions__decision__kind__in=APPROVED)
    return Audit(json.loads(texts.latest("number").content))


def findings(asked: Asked) -> list[Block]:
    """What it is for, of which day, what it finds and what it cannot say."""
    audit = _audit(asked)
    content = audit.content
    facts = [(_("Who served on"), audit.as_of), (_("Vacancies and appointments since"), audit.since)]
    if content["earlier"]:
        facts.append((_("Compared with"), content["earlier"]["title"]))
    found = [listed(facts)]
    for words, text in (
        (_("What it is for"), "purpose"),
        (_("In words"), "findings"),
        (_("What it cannot say"), "limits"),
    ):
        if content[text]:
            found += [heading(say(words)), prose(content[text])]
    return found


def questions(asked: Asked) -> list[Block]:
    """Each question: the picture, what each figure says, and all numbers that are told."""
    found = [block for one in _audit(asked).questions for block in _question(one)]
    return found or [gap(say(_("The audit asked no question.")))]


def _question(one: Question) -> list[Block]:
    card = one.card
    source = say(_("Source: %(source)s. %(counted)s"), source=one.against, counted=one.counted_by)
    found = [heading(one.name), sentence(one.answered)]
    if card:
        found.append(chart(card.chart.title, frozen(card.chart), source=source, told=card.sentence))
    for part in one.tables:
        heads = [_("Group"), *(head for head, _text in part.lines[0].cells)] if part.lines else []
        rows = [[line.name, *(text for _head, text in line.cells)] for line in part.lines]
        caption = say(_("%(question)s: %(whom)s"), question=one.name, whom=part.title)
        found.append(table(caption, heads, rows, source=source, numbers=range(1, len(heads))))
    for lead, lines in (
        (_("What each figure says:"), one.sentences), (_("What is not told, and why:"), one.withheld),
        (_("Since the earlier audit:"), one.trend),
    ):  # fmt: skip
        if lines:
            found.append(points(lines, lead=say(lead)))
    return found


def process(asked: Asked) -> list[Block]:
    """Numbers of seats, notices and applications; nobody counts who applied."""
    audit = _audit(asked)
    found = [sentence(say(_("Numbers of seats, notices and applications; nobody counts who applied.")))]
    if audit.process:
        rows = [[name, str(number)] for name, number in audit.process]
        source = say(_("Source: the register of boards, as the audit froze it."))
        found.append(
            table(say(_("How seats were filled")), (_("What"), _("Number")), rows, source=source, numbers=(1,))
        )
    return [*found, *([points(audit.outreach, lead=say(_("Where outreach could matter:")))] if audit.outreach else [])]


def boards(asked: Asked) -> list[Block]:
    """Seats of each board, and why nothing more is said of it."""
    rows = [[name, str(seats), str(filled), why] for name, seats, filled, why in _audit(asked).boards]
    if not rows:
        return [gap(say(_("The audit froze no list of boards.")))]
    columns = (_("Board"), _("Seats"), _("Filled"), _("Why no verdict"))
    source = say(_("Source: the register of boards, as the audit froze it."))
    return [table(say(_("Board by board")), columns, rows, source=source, numbers=(1, 2))]


def advice(asked: Asked) -> list[Block]:
    """To whom, and about what."""
    found = _audit(asked).advice
    if not found:
        return [sentence(say(_("It recommends nothing.")))]
    rows = [[one["title"], one["to"], str(one["about_words"]), one["words"]] for one in found]
    columns = (_("Recommendation"), _("To"), _("About"), _("In words"))
    return [table(say(_("Recommendations")), columns, rows, source=say(_("Source: the approved audit.")))]


def rules(asked: Asked) -> list[Block]:
    """The gates of privacy and of statistics."""
    return [points(_audit(asked).gates)]
