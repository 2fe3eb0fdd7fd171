"""Title VI for transit, kept by R of 1.4 in the unit: programmes with their pieces, equity analyses, monitoring of routes.

The numbers of an analysis stay as they were judged; what was made by mistake is withdrawn with a reason, and made anew. What was
decided of it is added later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from compliance.kinds import ROUTE_MONITORING_RUN, SERVICE_EQUITY_RUN, TRANSIT_PROGRAMME
from compliance.law.standing import law_on
from compliance.models import MonitoredRoute, ProgrammePiece, RouteMonitoringRun, ServiceEquityRun, TransitProgramme
from compliance.title_vi.judging import judge_change, judge_routes, stored_change, stored_routes
from raci import clock
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.records import Kind
from raci.refusals import Conflict, NotReady, Problem

HEAD = ("title", "due_on", "approved_on", "approval", "submitted_on", "receipt")
FOLLOW_UP = ("justification", "alternatives", "mitigation", "board_action", "board_on")
MOST_ROUTES = 500
Values = Mapping[str, Any]
Run: TypeAlias = ServiceEquityRun | RouteMonitoringRun


def begin_programme(unit: Unit, values: Values, pieces: Sequence[Values], *, by: Person) -> TransitProgramme:
    """A submission with the pieces it is made of."""
    _check_programme(values)
    with keeping(TRANSIT_PROGRAMME, unit, by=by, act="keep_transit_programme"):
        if TransitProgramme.objects.filter(unit=unit, title__iexact=values["title"]).exists():
            words = _("This unit has a programme called “%(title)s” already.") % {"title": values["title"]}
            raise NotReady([Problem(words, field="title")])
        row = TransitProgramme.objects.create(unit=unit, **{name: values[name] for name in HEAD if name in values})
        _keep_pieces(row, pieces)
        return row


def change_programme(
    row: TransitProgramme, values: Values, pieces: Sequence[Values], *, by: Person, edits: int
) -> None:
    """Its days and its pieces. `edits`: what the form was opened on."""
    _check_programme(values)
    with keeping(TRANSIT_PROGRAMME, row.unit, by=by, act="keep_transit_programme"):
        locked = TransitProgramme.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _need_unchanged(locked.edits, edits)
        for name in HEAD:
            if name in values:
                setattr(locked, name, values[name])
        locked.edits += 1
        locked.save()
        _keep_pieces(locked, pieces)


def analyse_change(unit: Unit, values: Values, *, by: Person) -> ServiceEquityRun:
    """A change of service or fares held against the policy of the day it is decided."""
    for group, everybody, field in COUNTS:
        some, all_ = values.get(group), values.get(everybody)
        if some is not None and all_ is not None and some > all_:
            raise NotReady([Problem(_("A part cannot be more than all of them."), field=field)])
    with keeping(SERVICE_EQUITY_RUN, unit, by=by, act="analyse_service_change"):
        row = ServiceEquityRun(unit=unit, **values)
        verdicts = judge_change(row, law_on(clock.today()))
        row.verdict = stored_change(verdicts)
        row.minority_result, row.low_income_result = (one.result.value for one in verdicts.values())
        row.save()
        return row


def follow_up(row: ServiceEquityRun, values: Values, *, by: Person, edits: int) -> None:
    """Justification, alternatives, mitigation, and what the governing body decided."""
    with keeping(SERVICE_EQUITY_RUN, row.unit, by=by, act="follow_up_service_change"):
        locked = ServiceEquityRun.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _need_unchanged(locked.edits, edits)
        _need_standing(locked)
        if bool(values.get("board_action")) != bool(values.get("board_on")):
            raise NotReady(
                [Problem(_("What the governing body decided goes with the day it decided."), field="board_on")]
            )
        for name in FOLLOW_UP:
            setattr(locked, name, values[name])
        locked.edits += 1
        locked.save()


def monitor_routes(unit: Unit, values: Values, routes: Sequence[Values], *, by: Person) -> RouteMonitoringRun:
    """Standards on minority and other routes of a mode, judged at once."""
    _check_routes(values, routes)
    with keeping(ROUTE_MONITORING_RUN, unit, by=by, act="monitor_routes"):
        run = RouteMonitoringRun(unit=unit, **values)
        rows = [MonitoredRoute(run=run, order=at, **one) for at, one in enumerate(routes, start=1)]
        verdict = judge_routes(run, rows, law_on(clock.today()))
        run.verdict, run.result = stored_routes(verdict), verdict.result.value
        run.save()
        for row in rows:
            row.run = run
            row.save()
        return run


def withdraw_change(row: ServiceEquityRun, why: str, *, by: Person) -> None:
    """Say that an analysis was made by mistake; it stays, with the reason, and asks for nothing more."""
    _withdraw(row, why, SERVICE_EQUITY_RUN, by=by, act="withdraw_service_change")


def withdraw_monitoring(row: RouteMonitoringRun, why: str, *, by: Person) -> None:
    """As `withdraw_change`."""
    _withdraw(row, why, ROUTE_MONITORING_RUN, by=by, act="withdraw_route_monitoring")


def _withdraw(row: Run, why: str, kind: Kind, *, by: Person, act: str) -> None:
    if not why.strip():
        raise NotReady([Problem(_("Say why it is withdrawn."), field="why")])
    with keeping(kind, row.unit, by=by, act=act, why=why.strip()):
        locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        _need_standing(locked)
        locked.withdrawn_on, locked.why_withdrawn = clock.today(), why.strip()
        locked.save()


def _keep_pieces(row: TransitProgramme, pieces: Sequence[Values]) -> None:
    known = {one.piece: one for one in row.pieces.all()}
    for said in pieces:
        found = known.get(said["piece"])
        one = found or ProgrammePiece(programme=row, piece=said["piece"])
        values = {name: said[name] for name in ("is_due", "done_on", "where")}
        if found is not None and all(getattr(one, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(one, name, value)
        one.save()


def _check_programme(values: Values) -> None:
    approved, submitted = values.get("approved_on"), values.get("submitted_on")
    if submitted and not approved:
        words = _("The governing body approves the programme before it is submitted (T6-14): say when it did.")
        raise NotReady([Problem(words, field="approved_on")])
    if submitted and approved and submitted < approved:
        raise NotReady([Problem(_("It was submitted before the governing body approved it."), field="submitted_on")])


def _check_routes(values: Values, routes: Sequence[Values]) -> None:
    if values["ends_on"] < values["begins_on"]:
        raise NotReady([Problem(_("The last day comes before the first."), field="ends_on")])
    if not routes:
        raise NotReady([Problem(_("Fill in at least one route."))])
    if len(routes) > MOST_ROUTES:
        raise NotReady([Problem(_("At most %(most)d routes at a time.") % {"most": MOST_ROUTES})])
    names = [one["route"].casefold() for one in routes]
    for one in routes:
        if names.count(one["route"].casefold()) > 1:
            raise NotReady([Problem(_("Route %(route)s stands here twice.") % {"route": one["route"]})])
        if None not in (one["revenue_miles"], one["minority_miles"]) and one["minority_miles"] > one["revenue_miles"]:
            words = _("Route %(route)s: miles in minority areas are part of its revenue miles.")
            raise NotReady([Problem(words % {"route": one["route"]})])


def _need_standing(row: Run) -> None:
    if row.withdrawn_on is not None:
        raise Conflict(_("This was withdrawn."))


def _need_unchanged(there: int, opened: int) -> None:
    if there != opened:
        raise Conflict(_("Somebody else saved this while you wrote. Open it again and look at what they changed."))


COUNTS = (
    ("minority_riders", "riders", "minority_riders"),
    ("low_income_riders", "riders", "low_income_riders"),
    ("minority_people", "people", "minority_people"),
    ("low_income_people", "people", "low_income_people"),
)
