"""What somebody may do, and why."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.authority import Capacity, Facts, facts_for, imagine
from raci.models import Activity, Person, Post, Role, Unit
from raci.queries.access import Checked, acts_in, all_letters, record_checked
from raci.refusals import Refused


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Says what somebody may do and why: their posts and letters, or each act on a record or in an activity."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and about what."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--record", type=int, help="number of a record, as in its address: each act on it")
        parser.add_argument("--activity", help="code of an activity, as 4.1: each act in the unit")
        parser.add_argument("--unit", help="code of the unit for --activity")
        parser.add_argument("--as-if", dest="post", help="code of a post: as if they held it too; nothing is stored")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Ask once, say it."""
        facts = _facts(options["email"], options["post"])
        for line in _who(facts):
            self.stdout.write(line)
        if options["record"]:
            lines = _record(facts, options["record"])
        elif options["activity"] or options["unit"]:
            lines = _scope(facts, options["activity"], options["unit"])
        else:
            lines = _letters(facts)
        for line in lines:
            self.stdout.write(line)


def _facts(email: str, post_code: str | None) -> Facts:
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {email}.")
    facts = facts_for(person)
    if not post_code:
        return facts
    post = Post.objects.select_related("role", "unit").filter(code=post_code).first()
    if post is None:
        raise CommandError(f"There is no post {post_code}. The page “Posts” has their codes in its addresses.")
    return imagine(facts, post)


def _who(facts: Facts) -> list[str]:
    person = facts.person
    lines = [f"{person.label} · {'may sign in' if person.is_active else 'disabled: may do nothing'}"]
    lines.append(f"Matrix v{facts.matrix.number} is in force." if facts.matrix else "No matrix is in force.")
    lines += [f"  {_capacity(capacity)}" for capacity in facts.capacities] or ["  holds no post today"]
    return lines


def _capacity(capacity: Capacity) -> str:
    reach = f"reaches {Role.Reach(capacity.reach).label}, reads {Role.Reach(capacity.reads).label}"
    notes = [capacity.role, reach, *sorted(capacity.flags)]
    if capacity.only:
        notes.insert(1, f"delegated: {capacity.only[1]} of {capacity.only[0]} only")
    if not capacity.holding:
        notes.insert(0, "imagined")
    return f"{capacity.label} ({'; '.join(notes)})"


def _letters(facts: Facts) -> list[str]:
    lines = []
    for one in all_letters(facts):
        lines.append(f"{one.code} {one.title}")
        for mine in one.mine:
            where = "everywhere" if mine.everywhere else ", ".join(unit.code for unit in mine.units)
            lines.append(f"  {mine.letter} as {mine.via.capacity.label}: {mine.counts}; {where}")
    return lines or ["No letter of any activity is theirs."]


def _scope(facts: Facts, activity: str | None, unit_code: str | None) -> list[str]:
    unit = Unit.objects.filter(code=unit_code or "").first()
    if unit is None or not activity:
        raise CommandError("Name both: --activity 4.1 --unit parks (the code of a unit).")
    row = Activity.objects.filter(matrix=facts.matrix.pk, code=activity).first() if facts.matrix else None
    if facts.matrix and row is None:
        raise CommandError(f"There is no activity {activity} in matrix v{facts.matrix.number}.")
    title = f"{activity} {row.title}" if row else activity
    return [f"{title}, in {unit.name}:", *_acts(acts_in(facts, activity, unit))]


def _record(facts: Facts, number: int) -> list[str]:
    try:
        found = record_checked(facts, number, viewer=None)
    except Refused as refusal:
        raise CommandError(str(refusal)) from refusal
    scope = found.record.scope
    where = f"{scope.activity_code}, {scope.unit.name}, {found.case.get_state_display().lower()}"
    return [f"{found.kind} {number} “{found.title}” ({where}):", *_acts(found.acts)]


def _acts(acts: list[Checked]) -> list[str]:
    lines = []
    for one in acts:
        lines.append(f"  {'yes' if one.permission else 'no '} {one.act.value:<11} {one.what}: {one.permission.reason}")
        if one.by:
            lines.append(f"{'':18}by {one.by}")
        lines += [f"{'':18}waits: {wait}" for wait in one.waits]
    return lines
