"""X-rays of tools: one that nobody uses, and an older version that is still used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement.kinds import TOOLKIT
from engagement.models import Tool, ToolUse
from engagement.toolkits.acts import tool_url
from engagement.toolkits.queries import IN_USE
from raci.drawing import day
from raci.keeping import may_keep_for_the_city
from raci.matrix.findings import Level
from raci.the_city import the_city
from raci.xrays import Finding, Look, Rule

PATIENCE = timedelta(days=180)


def _unused(look: Look) -> Iterator[Finding]:
    """All staff read the library; whoever keeps it mends it."""
    is_mine, city = bool(may_keep_for_the_city(look.facts, TOOLKIT)), the_city()
    if city is None or (look.mine and not is_mine):
        return
    for row in Tool.objects.filter(IN_USE, uses=None, added_on__lt=look.facts.today - PATIENCE).order_by(
        "added_on", "pk"
    ):
        sentence = _("Added on %(day)s, and nobody said that they used it.") % {"day": day(row.added_on)}
        yield Finding(str(row), city, sentence, tool_url(row), is_mine, key=str(row.pk), since=row.added_on)


UNUSED = Rule(
    code="tool-unused",
    label=gettext_lazy("A tool that nobody uses"),
    level=Level.HINT,
    text=gettext_lazy(
        "A tool helps if somebody takes it. After half a year without a use it is shown, made better, or withdrawn."
    ),
    mend=gettext_lazy("See the tool"),
    counted=lambda n: ngettext("%(n)d tool is used by nobody", "%(n)d tools are used by nobody", n) % {"n": n},
    find=_unused,
)


def _outdated(look: Look) -> Iterator[Finding]:
    """A unit used a version after a later one was there; told to all staff, mended by who keeps the library."""
    is_mine = bool(may_keep_for_the_city(look.facts, TOOLKIT))
    if look.mine and not is_mine:
        return
    late = ToolUse.objects.filter(tool__replaced_by__isnull=False, used_on__gt=F("tool__replaced_by__added_on"))
    recent = late.filter(used_on__gte=look.facts.today - PATIENCE)
    for use in recent.select_related("tool__replaced_by", "unit").order_by("used_on", "pk"):
        said = {"tool": str(use.tool), "day": day(use.used_on), "version": use.tool.replaced_by.version}
        yield Finding(
            use.unit.name, use.unit, _("It used “%(tool)s” on %(day)s, after version %(version)s was there.") % said,
            tool_url(use.tool.replaced_by), is_mine, key=str(use.pk), since=use.used_on,
        )  # fmt: skip


OUTDATED = Rule(
    code="tool-outdated",
    label=gettext_lazy("An older version of a tool is still used"),
    level=Level.HINT,
    text=gettext_lazy("Whoever takes an older version misses what was learned since."),
    mend=gettext_lazy("Show them the later version"),
    counted=lambda n: ngettext("%(n)d use of an older tool", "%(n)d uses of older tools", n) % {"n": n},
    find=_outdated,
)
RULES = (UNUSED, OUTDATED)
