"""The requests of the desk as a list."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.desk.queries import requests_for_help
from engagement.models import HelpRequest
from engagement.training.enrolling import may_come
from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter

STANDS = {
    "new": _("not given to a post"),
    "assigned": _("to be answered"),
    "answered": _("answered"),
    "rated": _("rated"),
}
TO = {
    "new": Q(answered_at=None, post=None),
    "assigned": Q(answered_at=None, post__isnull=False),
    "answered": Q(answered_at__isnull=False, rating=None),
    "rated": Q(rating__isnull=False),
}


def _ask(facts: Facts) -> Action | None:
    return Action(_("Ask for help"), reverse("engagement:help-ask")) if may_come(facts) else None


HELP = Listing(
    code="help-requests",
    title=_("Help desk"),
    address="engagement:help-list",
    rows=requests_for_help,
    search=lambda word, _facts: Q(title__icontains=word) | Q(number__icontains=word) | Q(partner__icontains=word),
    filters=(
        Choice(
            "stands", _("Stands"), among=lambda _facts: STANDS.items(), to=lambda code, _facts: TO[code],
            everything=_("Wherever they stand"),
        ),
        Choice(
            "topic", _("Topic"), among=lambda _facts: HelpRequest.Topic.choices, to=lambda code, _facts: Q(topic=code),
            everything=_("All topics"),
        ),
        unit_filter("unit__path", all_units),
        Choice(
            "mine", _("Whose"), among=lambda _facts: [("mine", _("those I asked"))],
            to=lambda _code, facts: Q(asked_by=facts.person), everything=_("All of them"),
        ),
    ),
    columns=(
        Column(
            "title", _("Question"), lambda row: row.title, sort=("title", "pk"),
            link=lambda row: reverse("engagement:help-detail", args=[row.pk]),
        ),
        Column("help_number", _("Number"), lambda row: row.number, sort=("number", "pk")),
        Column("topic", _("Topic"), lambda row: row.get_topic_display(), sort=("topic", "pk")),
        Column("asker", _("Who asks"), lambda row: row.asker, sort=("unit__name", "pk")),
        Column("stands", _("Stands"), lambda row: str(STANDS[row.stands])),
        Column("post", _("Post that answers"), lambda row: row.post.title if row.post else None, sort=("post__title", "pk")),
        Column("due_on", _("Answer by"), lambda row: row.due_on, date, sort=("due_on", "pk")),
        Column("asked_at", _("Asked"), lambda row: row.asked_at, datetime, sort=("asked_at", "pk"), on_page=False),
        Column("minutes", _("Minutes"), lambda row: row.minutes, int, sort=("minutes", "pk"), on_page=False),
        Column("rating", _("Rating"), lambda row: row.rating, int, sort=("rating", "pk"), on_page=False),
        Column("number", _("Row"), lambda row: row.pk, int, sort=("pk",), on_page=False),
    ),
    sort="-due_on",
    count=lambda n: ngettext("%(n)s request", "%(n)s requests", n) % {"n": n},
    action=_ask,
    empty=lambda _facts: Empty(
        _("Nobody has asked yet"), _("Ask the first question: the desk gives it to a post that knows, and you get an answer.")
    ),
    group="training",
    place=6,
)  # fmt: skip
