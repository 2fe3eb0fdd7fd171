"""X-rays of figures: a due period without a value, an owner who left, the same value again and again, a supplier who is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics import showing
from metrics.cells import Cell, counting, of_everybody
from metrics.due import MONTHS, last_ended
from metrics.kinds import BATCH
from metrics.models import Indicator, IndicatorVersion, Request, Series
from metrics.periods import Period
from metrics.reading_rights import reads_live
from metrics.suppliers import standing
from raci.actions.posts import recorder
from raci.authority import Facts
from raci.drawing import day
from raci.keeping import may_keep
from raci.matrix.findings import Level
from raci.models import Holding
from raci.models.city import in_force_on
from raci.queries.xrays.vacancies import allowed
from raci.xrays import MOST, Finding, Look, Rule

AFTER = 45  # days after a period's end from which its value is missed
SAME = 4  # periods with the very same value


def _followed(facts: Facts) -> list[tuple[Indicator, IndicatorVersion]]:
    """The indicators in force whose figures they read live, each with its version, once a request (2 queries)."""
    if "figures_followed" not in facts.known:
        related = ("indicator__unit", "indicator__owner__unit", "indicator__owner__role", "indicator__supplier__unit")
        versions = IndicatorVersion.objects.filter(state=IndicatorVersion.State.ACCEPTED, indicator__retired_on=None)
        newest = {one.indicator_id: one for one in versions.select_related(*related).order_by("number")}
        facts.known["figures_followed"] = [
            (one.indicator, one) for one in newest.values() if reads_live(facts, one.indicator)
        ]
    found: list[tuple[Indicator, IndicatorVersion]] = facts.known["figures_followed"]
    return found


def _reports(facts: Facts, indicator: Indicator) -> bool:
    """Whether they bring its figures in."""
    return bool(may_keep(facts, BATCH, indicator.unit))


def _entry(indicator: Indicator) -> str:
    return f"{reverse('metrics:entry')}?unit={indicator.unit.code}"


def _finding(
    indicator: Indicator, version: IndicatorVersion, sentence: str, url: str, since: date, *, mine: bool
) -> Finding:
    return Finding(
        where=version.title,
        unit=indicator.unit,
        sentence=sentence,
        url=url,
        is_mine=mine,
        key=str(indicator.pk),
        since=since,
    )


# ---- no value


def _silent(look: Look) -> Iterator[Finding]:
    """The newest period that ended more than 45 days ago; measured from when the indicator was accepted."""
    facts = look.facts
    due = [(one, version) for one, version in _followed(facts) if one.cadence in MONTHS]
    spans = {cadence: last_ended(cadence, facts.today - timedelta(days=AFTER)) for cadence in MONTHS}
    held = {pk for span in spans.values() for pk in _held([one for one, _version in due], span)}
    for one, version in due:
        span = spans[one.cadence]
        first = version.answered_at.date() if version.answered_at and version.number == 1 else span.begin
        if (one.pk, span.end) in held or first > span.end:
            continue
        said = {"period": showing.period(span.begin, span.end), "day": day(span.end)}
        sentence = _("Nothing counts for %(period)s, which ended on %(day)s.") % said
        url = f"{_entry(one)}&period={_quarter(span.end)}"
        yield _finding(one, version, sentence, url, span.end, mine=_reports(facts, one))


def _held(indicators: list[Indicator], span: Period) -> list[tuple[int, date]]:
    """Those that have a value of this period which counts (1 query)."""
    rows = Series.objects.filter(indicator__in=indicators, batch__in=counting())
    rows = rows.filter(begins__contains=[span.begin], ends__contains=[span.end])
    return [(pk, span.end) for pk in rows.values_list("indicator", flat=True).distinct()]


def _quarter(ends: date) -> str:
    return f"{ends.year}+Q{(ends.month + 2) // 3}"


# ---- owner


def _ownerless(look: Look) -> Iterator[Finding]:
    """An owner post that nobody holds."""
    facts = look.facts
    owned = [(one, version) for one, version in _followed(facts) if one.owner is not None]
    posts = {one.owner_id for one, _version in owned}
    in_force = Holding.objects.filter(in_force_on(facts.today), post__in=posts, state=Holding.State.IN_FORCE)
    held = set(in_force.filter(person__is_active=True).values_list("post", flat=True))
    for one, version in owned:
        if one.owner is not None and one.owner_id not in held:
            post = one.owner
            sentence = _("Its owner is %(post)s, and nobody holds this post.") % {"post": post.title}
            mine = allowed(partial(recorder, post, facts))
            url = reverse("raci:post", args=[post.code])
            yield _finding(one, version, sentence, url, facts.today, mine=mine)


# ---- the same again


def _unchanging(look: Look) -> Iterator[Finding]:
    """Its newest four values for everybody are one and the same: perhaps nobody counted anew."""
    facts = look.facts
    followed = {one.pk: (one, version) for one, version in _followed(facts)}
    series: dict[int, list[tuple[object, date]]] = {}
    for cell in of_everybody(followed):
        if cell.place is None:
            series.setdefault(cell.indicator, []).append((_value(followed[cell.indicator][1], cell), cell.ends))
    for pk, values in series.items():
        newest = values[-SAME:]
        one, version = followed[pk]
        if len(newest) == SAME and len({value for value, _ends in newest}) == 1:
            if _is_complete(version, newest[0][0]):
                continue
            sentence = _("The last %(n)d values are the very same. Was it counted anew?") % {"n": SAME}
            yield _finding(one, version, sentence, _entry(one), newest[-1][1], mine=_reports(facts, one))


def _value(version: IndicatorVersion, cell: Cell) -> object:
    """What is compared: the sums themselves, which need no interval."""
    if version.value_kind == IndicatorVersion.Value.MILESTONE:
        return cell.value
    return cell.n, cell.k, cell.x, cell.wy, cell.events, cell.exposure, cell.value


def _is_complete(version: IndicatorVersion, value: object) -> bool:
    """A milestone that is reached stays so."""
    return version.value_kind == IndicatorVersion.Value.MILESTONE and value == 100


# ---- suppliers


def _late(look: Look) -> Iterator[Finding]:
    """Asked of another office, its day passed, nothing handed in."""
    facts = look.facts
    followed = {one.pk: (one, version) for one, version in _followed(facts)}
    asked: QuerySet[Request] = Request.objects.filter(due_on__lt=facts.today, let_go_at=None, indicator__in=followed)
    for request in asked.select_related("indicator__supplier__unit", "answered_by").order_by("due_on")[:MOST]:
        stands = standing(request, facts.today)
        if stands.is_late:
            one, version = followed[request.indicator_id]
            said = {"who": stands.supplier, "period": showing.period(request.begins_on, request.ends_on)}
            sentence = _("%(period)s was asked of %(who)s and has not come.") % said
            yield Finding(
                where=version.title,
                unit=one.unit,
                sentence=sentence,
                url=_entry(one),
                is_mine=_reports(facts, one),
                key=f"{one.pk}-{request.begins_on}",
                since=request.due_on,
            )


SILENT = Rule(
    code="figures-missing",
    label=gettext_lazy("A period without a value"),
    level=Level.WARNING,
    text=gettext_lazy(
        "45 days after a month, quarter or year has ended, each measure that is followed by it has a value."
    ),
    mend=gettext_lazy("Write it"),
    counted=lambda n: (
        ngettext("%(n)d measure without its newest value", "%(n)d measures without their newest value", n) % {"n": n}
    ),
    find=_silent,
)
OWNERLESS = Rule(
    code="figures-owner-left",
    label=gettext_lazy("A measure whose owner left"),
    level=Level.WARNING,
    text=gettext_lazy("Somebody holds the post that owns each measure."),
    mend=gettext_lazy("Fill the post"),
    counted=lambda n: ngettext("%(n)d measure whose owner left", "%(n)d measures whose owner left", n) % {"n": n},
    find=_ownerless,
)
UNCHANGING = Rule(
    code="figures-the-same",
    label=gettext_lazy("The same value again and again"),
    level=Level.HINT,
    text=gettext_lazy("A value that is counted anew changes now and then. Four times the very same is looked at."),
    mend=gettext_lazy("Look at it"),
    counted=lambda n: (
        ngettext("%(n)d measure that does not move at all", "%(n)d measures that do not move at all", n) % {"n": n}
    ),
    find=_unchanging,
)
LATE = Rule(
    code="figures-supplier-late",
    label=gettext_lazy("Figures that another office sends are late"),
    level=Level.WARNING,
    text=gettext_lazy("What was asked of another office came by the day it was due, or was let go with a reason."),
    mend=gettext_lazy("See what is missing"),
    counted=lambda n: (
        ngettext("%(n)d value of another office is late", "%(n)d values of other offices are late", n) % {"n": n}
    ),
    find=_late,
)
RULES = (SILENT, OWNERLESS, UNCHANGING, LATE)
