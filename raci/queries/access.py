"""What somebody may do, and why: one query for the page of those who fill posts and for `manage.py check_access`.

Every answer is `authority.may`'s own, asked with that person's facts (or with imagined ones: as if they held another post).
A page tells of records only what its reader may see themself; the command, run where the database is, tells of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from raci import grants, records, workflow
from raci.authority import Act, Capacity, Facts, Permission, Subject, may
from raci.authority.rules import RULES
from raci.models import Activity, Case, Consultation, Record, Unit
from raci.queries.activities import Mine, letters_of
from raci.queries.cases import OPEN_WAYS, case_page
from raci.queries.titles import title
from raci.refusals import Refused

MOST_RECORDS = 50
State = Case.State


@dataclass(frozen=True)
class Checked:
    """One act: whether they may do it, why, by what, and what it still waits for."""

    act: Act
    what: str
    permission: Permission
    waits: list[str]

    @property
    def by(self) -> str:
        """The post, the cell and the matrix version, and for whom where the letter was passed on."""
        via = self.permission.via
        return f"{via.capacity.label} · {via.cell}" if via else ""


@dataclass(frozen=True)
class ActivityLetters:
    """What of one activity is theirs, by which of their posts, and where."""

    code: str
    title: str
    mine: list[Mine]


@dataclass(frozen=True)
class RecordChecked:
    """A record, with every act on it."""

    record: Record
    case: Case
    title: str
    kind: str
    url: str
    acts: list[Checked]
    tells_waits: bool  # False: what the case waits for stands in a draft that the reader may not read


def all_letters(facts: Facts) -> list[ActivityLetters]:
    """Activity by activity, in the matrix in force, where any letter is theirs (2 queries)."""
    if facts.matrix is None:
        return []
    units = list(Unit.objects.order_by("path"))
    rows = Activity.objects.filter(matrix=facts.matrix.pk).order_by("order").values_list("code", "title")
    return [one for code, title in rows if (one := _letters(facts, code, title, units)).mine]


def letters_in(facts: Facts, unit: Unit) -> list[ActivityLetters]:
    """Every activity, with what of it is theirs in one unit (1 query)."""
    if facts.matrix is None:
        return []
    rows = Activity.objects.filter(matrix=facts.matrix.pk).order_by("order").values_list("code", "title")
    return [_letters(facts, code, title, [unit]) for code, title in rows]


def _letters(facts: Facts, code: str, title: str, units: list[Unit]) -> ActivityLetters:
    mine = [one for capacity in facts.capacities for one in letters_of(facts, capacity, code, units)]
    return ActivityLetters(code, title, mine)


def acts_in(facts: Facts, activity: str, unit: Unit) -> list[Checked]:
    """Every act on a record of this activity in this unit, each in the state in which it is possible."""
    subject = Subject.of_scope(activity, unit)
    found = [_checked(facts, Act.VIEW, replace(subject, state=State.APPROVED), _("Reading what is approved"))]
    for act, rule in RULES.items():
        found.append(_checked(facts, act, replace(subject, state=str(rule.states[0])), capfirst(str(rule.phrase))))
    return found


def _checked(facts: Facts, act: Act, subject: Subject, what: str, waits: Iterable[str] = ()) -> Checked:
    permission = may(facts, act, subject)
    return Checked(act, what, permission, list(waits) if permission else [])


def record_checked(facts: Facts, record_pk: int, viewer: Facts | None) -> RecordChecked:
    """Every act on a record as it stands: the newest version that `viewer` may see; None sees all.

    Raises `Refused` (404) where the viewer may not know of it, whether it exists or not.
    """
    if viewer is None:
        return _record(facts, *_newest(record_pk))
    page = case_page(record_pk, viewer)
    reads_it = page.is_newest and (page.case.state != State.DRAFT or page.sees_drafts)
    return _record(facts, page.record, page.case, title=page.title, tells_waits=reads_it)


def _newest(record_pk: int) -> tuple[Record, Case]:
    record = Record.objects.select_related("scope__unit").filter(pk=record_pk).first()
    case = record.cases.order_by("-number").first() if record else None
    if record is None or case is None:
        raise Refused(_("There is no such record."), visible=False)
    case.record = record
    return record, case


def _record(facts: Facts, record: Record, case: Case, *, title: str = "", tells_waits: bool = True) -> RecordChecked:
    subject, kind = Subject.of_case(case), records.kind_of(record)
    acts = [_checked(facts, Act.VIEW, subject, _("Reading"))]
    for act, rule in RULES.items():
        if act is Act.CREATE:
            continue
        checked = _checked(facts, act, subject, capfirst(str(rule.phrase)))
        if checked.permission and tells_waits:
            checked = replace(checked, waits=_waits(act, case, facts, subject))
        acts.append(checked)
    return RecordChecked(
        record, case, title or record.title, str(kind.label), kind.url(record), acts, tells_waits=tells_waits
    )


def _waits(act: Act, case: Case, facts: Facts, subject: Subject) -> list[str]:
    if act is Act.ANSWER:
        return [] if _is_asked(case, facts, subject) else [_("Nothing is asked of them now.")]
    return [problem.text for problem in workflow.problems(act, case, facts)]


def _is_asked(case: Case, facts: Facts, subject: Subject) -> bool:
    """Whether a question about the newest text waits for a role in which they may answer."""
    newest = workflow.current_text(case)
    roles = Consultation.objects.filter(text=newest, answer="", way__in=OPEN_WAYS).values_list("role__code", flat=True)
    return any(may(facts.in_role(role), Act.ANSWER, subject) for role in roles)


# ---- the page


@dataclass(frozen=True)
class AccessAsked:
    """What the address asks for."""

    unit: str = ""
    activity: str = ""
    record: str = ""
    post: str = ""


@dataclass(frozen=True)
class AccessPage:
    """What may this person do?"""

    facts: Facts  # theirs, with the imagined post if one was asked for
    unit: Unit
    units: list[Unit]
    activities: list[ActivityLetters]
    activity: ActivityLetters | None
    acts: list[Checked]
    record: RecordChecked | None
    records: list[tuple[int, str]]  # those of the unit that the reader may see, newest first

    @property
    def capacities(self) -> tuple[Capacity, ...]:
        """Their posts and the letters passed on to them."""
        return self.facts.capacities


def access_page(facts: Facts, asked: AccessAsked, viewer: Facts) -> AccessPage:
    """The page for those who fill posts (a constant number of queries)."""
    units = list(Unit.objects.order_by("path"))
    checked = record_checked(facts, int(asked.record), viewer) if asked.record else None
    if checked and asked.unit and asked.unit != checked.record.scope.unit.code:
        checked = None  # another unit was chosen since
    unit = checked.record.scope.unit if checked else _unit(units, asked.unit, facts)
    activities = letters_in(facts, unit)
    code = checked.record.scope.activity_code if checked else asked.activity
    activity = next((one for one in activities if one.code == code), None)
    return AccessPage(
        facts=facts,
        unit=unit,
        units=units,
        activities=activities,
        activity=activity,
        acts=acts_in(facts, activity.code, unit) if activity and not checked else [],
        record=checked,
        records=_records(viewer, unit),
    )


def _unit(units: list[Unit], code: str, facts: Facts) -> Unit:
    """The one asked for; else that of their first post; else the city."""
    path = facts.capacities[0].unit_path if facts.capacities else "/"
    named = next((unit for unit in units if unit.code == code), None)
    return named or next((unit for unit in units if unit.path == path), units[0])


def _records(viewer: Facts, unit: Unit) -> list[tuple[int, str]]:
    """Each called as its reader may read it."""
    cases = grants.visible(viewer).filter(record__scope__unit=unit).annotate(shown_title=title(viewer, "record"))
    found: dict[int, str] = {}
    for case in cases.order_by("-state_since", "-pk")[:MOST_RECORDS]:
        found.setdefault(case.record_id, f"{case.record_id} · {case.shown_title} · {case.get_state_display()}")
    return list(found.items())
