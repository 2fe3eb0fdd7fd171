"""X-rays of the desk: a request whose day has passed without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.desk.acts import answers, help_url
from engagement.models import HelpRequest
from raci.drawing import day
from raci.matrix.findings import Level
from raci.the_city import the_city
from raci.xrays import Finding, Look, Rule


def _unanswered(look: Look) -> Iterator[Finding]:
    """All staff read the desk's requests; the post that answers mends it, or who keeps the desk."""
    city = the_city()
    rows = HelpRequest.objects.filter(answered_at=None, due_on__lt=look.facts.today).select_related("unit", "post")
    for row in rows.order_by("due_on", "pk"):
        is_mine = answers(look.facts, row) is not None
        unit = row.unit or city
        if unit is None or (look.mine and not is_mine):
            continue
        said = {"title": row.title, "day": day(row.due_on), "post": row.post.title if row.post else _("no post yet")}
        sentence = _("“%(title)s” was to be answered by %(day)s (%(post)s).") % said
        yield Finding(row.asker, unit, sentence, help_url(row), is_mine, key=str(row.pk), since=row.due_on)


UNANSWERED = Rule(
    code="help-unanswered",
    label=gettext_lazy("A request for help is not answered"),
    level=Level.WARNING,
    text=gettext_lazy("Whoever asks the desk gets an answer by a day."),
    mend=gettext_lazy("Answer it"),
    counted=lambda n: (
        ngettext("%(n)d request for help is not answered", "%(n)d requests for help are not answered", n) % {"n": n}
    ),
    find=_unanswered,
)
