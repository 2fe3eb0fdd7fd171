"""Which figures somebody may put a question to, and who else reads those that they may not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from metrics.cells import counting
from metrics.kinds import FIGURES
from metrics.models import Indicator, IndicatorVersion, Series
from metrics.reading_rights import read_live, reads_live
from raci.authority import Facts, Subject, covering_posts
from raci.lists.filters import CANNOT_BE_SOUGHT
from raci.refusals import Refused


@dataclass(frozen=True)
class Readable:
    """An indicator that somebody reads live, with how it is called now."""

    indicator: Indicator
    version: IndicatorVersion

    @property
    def code(self) -> str:
        """Its code, for addresses."""
        return self.indicator.code

    @property
    def label(self) -> str:
        """Its title, and whose it is."""
        return f"{self.version.title} · {self.indicator.unit.name}"


def readable(facts: Facts, kinds: tuple[str, ...] = ()) -> list[Readable]:
    """The indicators with figures that they read before a release, by title; `kinds`: of these kinds of value (2 queries)."""
    counted = Exists(Series.objects.filter(indicator=OuterRef("pk"), batch__in=counting()))
    found = read_live(facts, Indicator.objects.filter(counted).select_related("unit"))
    accepted = IndicatorVersion.objects.filter(
        state=IndicatorVersion.State.ACCEPTED, indicator__in=[one.pk for one in found]
    )
    newest = {one.indicator_id: one for one in accepted.order_by("number")}
    rows = [Readable(one, newest[one.pk]) for one in found if one.pk in newest]
    return sorted((row for row in rows if not kinds or row.version.value_kind in kinds), key=lambda row: row.label)


def sought(code: str) -> str:
    """What was asked for, as a page can show it."""
    return CANNOT_BE_SOUGHT.sub("\ufffd", code)


def choose(facts: Facts, among: list[Readable], code: str) -> Readable | None:
    """The one of this code, or the first; `Refused` says who reads one that is not theirs."""
    if not code:
        return among[0] if among else None
    found = next((one for one in among if one.code == code), None)
    if found is None:
        need_live(facts, code)
    return found


def _called(code: str) -> Indicator | None:
    return Indicator.objects.select_related("unit").filter(code=code).first()


def need_live(facts: Facts, code: str) -> None:
    """Refuse whoever does not read this indicator live, naming who does; nothing where there is no such indicator."""
    indicator = None if CANNOT_BE_SOUGHT.search(code) else _called(code)
    if indicator is None or reads_live(facts, indicator):
        return
    subject = Subject.of_scope(FIGURES, indicator.unit)
    posts = [
        capacity.label
        for letter in "RA"
        for capacity, _person in covering_posts(subject, letter, facts.today, facts.matrix)
    ]
    said = _(
        "Before they are released, figures of %(unit)s are read by those who report, decide on, answer for or are told of "
        "them (%(activity)s): %(posts)s. You read what was released."
    )
    names = ", ".join(dict.fromkeys(posts)) or _("nobody today")
    raise Refused(said % {"unit": indicator.unit.name, "activity": FIGURES, "posts": names})
