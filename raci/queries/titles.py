"""What a record is called, for lists: its own title for those who read drafts, else that of the newest text they may read.

The same rule as `CasePage.title` and `CasePage.texts` keep for one record, in SQL for many.
"""

from __future__ import annotations

from django.db import models
from django.db.models import CharField, Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from raci.authority import Facts
from raci.grants import Activities, scopes_read, visible
from raci.models import Case, Decision, Submission, Text

APPROVED = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)

IN_FORCE = (Case.State.APPROVED, Case.State.SUPERSEDED)  # now, or once


def readable_texts(facts: Facts, activity: Activities = "") -> QuerySet[Text]:
    """R, C and auditors read every text of a case they may see; A what was handed in; the others what was approved.

    Of one activity or of all: in a large city all that somebody reads is a long list.
    """
    found = Text.objects.order_by("-number")
    if facts.has("reads_all"):
        return found
    scopes, handed_in = scopes_read(facts, activity), Submission.objects.filter(text=OuterRef("pk"))
    reads = Q(record__scope__among=scopes["R"] + scopes["C"]) | Q(Exists(handed_in.filter(decision__kind__in=APPROVED)))
    reads |= Q(Exists(handed_in), record__scope__among=scopes["A"])
    # a founding version: in force, and nobody submitted it
    reads |= Q(case__state__in=IN_FORCE) & ~Q(Exists(Submission.objects.filter(case=OuterRef("case"))))
    return found.filter(reads, case__in=visible(facts, activity).order_by().values("pk"))


def title_of_text(text: str) -> Coalesce:
    """What the record was called in a text; `text` leads to it."""
    return Coalesce(KT(f"{text}__title"), F("case__record__title"), output_field=CharField())


def title(facts: Facts, record: str) -> Coalesce:
    """What the record is called for this person; `record` leads to it ("case__record")."""
    texts = readable_texts(facts).filter(record=OuterRef(record)).annotate(json=Cast("content", JSONField()))
    read = Subquery(texts.values(part=KT("json__title"))[:1], output_field=CharField())
    now = F(f"{record}__title")
    if facts.has("reads_all"):
        return Coalesce(now, read)
    writes = Q(**{f"{record}__scope__among": scopes_read(facts)["R"]})
    return Coalesce(models.Case(When(writes, then=now), default=read), now)
