"""What authority is asked about."""

from __future__ import annotations

from dataclasses import dataclass

from raci import clock
from raci.models import Case, Unit

State, Back = Case.State, Case.Back

# The furthest a case has been, by its state and how it came back: "C from consultation" includes a draft taken back.
FURTHEST = {
    (State.DRAFT, Back.REVISED): 1,
    (State.DRAFT, Back.RETURNED): 2,
    (State.DRAFT, Back.WITHDRAWN): 2,
    (State.CONSULTATION, ""): 1,
    (State.SUBMITTED, ""): 2,
    (State.APPROVED, ""): 3,
    (State.DECLINED, ""): 2,
    (State.SUPERSEDED, ""): 3,
}


@dataclass(frozen=True)
class Subject:
    """What authority is asked about: an activity in a unit and, for a case, where it stands and who wrote it."""

    activity: str
    unit_path: str
    unit_is_city: bool
    state: str = ""
    back: str = ""
    authors: frozenset[int] = frozenset()
    submitter: int | None = None
    review_open: bool = False  # consulted roles may still object to what changed after a return
    was_submitted: bool = False  # once, though it may have gone back to draft and consultation since

    @property
    def furthest(self) -> int:
        """0 never left draft, 1 consulted on, 2 submitted, 3 in force (once)."""
        if not self.state:
            return 0
        stands = FURTHEST.get((State(self.state), self.back if self.state == State.DRAFT else ""), 0)
        return max(stands, 2) if self.was_submitted else stands

    @classmethod
    def of_scope(cls, activity: str, unit: Unit) -> Subject:
        """Something not begun yet."""
        return cls(activity=activity, unit_path=unit.path, unit_is_city=unit.kind == Unit.Kind.CITY)

    @classmethod
    def of_case(cls, case: Case) -> Subject:
        """A case, read as it stands now (3 queries; `record__scope__unit` is best fetched along)."""
        scope = case.record.scope
        handed_in = case.submissions.order_by("-pk").values_list("submitted_by_id", "withdrawn_at")
        submitters = [person for person, withdrawn_at in handed_in if withdrawn_at is None]
        return cls(
            activity=scope.activity_code,
            unit_path=scope.unit.path,
            unit_is_city=scope.unit.kind == Unit.Kind.CITY,
            state=case.state,
            back=case.back,
            authors=frozenset(case.authors.values_list("person_id", flat=True)),
            submitter=submitters[0] if submitters else None,
            review_open=case.state == State.SUBMITTED
            and case.consultations.filter(way="review", answer="", due_on__gte=clock.today()).exists(),
            was_submitted=bool(handed_in),
        )
