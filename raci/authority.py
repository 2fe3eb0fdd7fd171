"""Who may do what: the published matrix is the permission model.

`may(person, act, subject)` answers with the reason and the way it was found (post, activity, codes, matrix version). The rules
are those of a governed record: R edits and submits, A decides, C answers, I reads what is approved; a post counts for the
records within its reach; combined codes add up; a delegate acts for the giver with one letter of one activity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci import clock
from raci.models import Assignment, Case, Delegation, Holding, Matrix, Person, Role, Unit
from raci.models.city import in_force_on

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

State, Back = Case.State, Case.Back


class Act(StrEnum):
    """What can be done with a governed record."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    ATTACH = "attach"
    OPEN = "open"  # consultation
    ANSWER = "answer"
    REVISE = "revise"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    CONDITIONS = "conditions"
    RETURN = "return"
    DECLINE = "decline"
    NEXT = "next"


DECIDING = (Act.APPROVE, Act.CONDITIONS, Act.RETURN, Act.DECLINE)


@dataclass(frozen=True)
class Rule:
    """Which letter an act takes, and from which states."""

    letter: str
    states: tuple[str, ...]
    phrase: str | _StrPromise


RULES: dict[Act, Rule] = {
    Act.CREATE: Rule("R", ("",), gettext_lazy("beginning one")),
    Act.EDIT: Rule("R", (State.DRAFT,), gettext_lazy("editing")),
    Act.ATTACH: Rule("R", (State.DRAFT,), gettext_lazy("attaching evidence")),
    Act.OPEN: Rule("R", (State.DRAFT,), gettext_lazy("opening consultation")),
    Act.ANSWER: Rule("C", (State.CONSULTATION, State.SUBMITTED), gettext_lazy("answering")),
    Act.REVISE: Rule("R", (State.CONSULTATION,), gettext_lazy("taking it back for revision")),
    Act.SUBMIT: Rule("R", (State.DRAFT, State.CONSULTATION), gettext_lazy("submitting")),
    Act.WITHDRAW: Rule("R", (State.SUBMITTED,), gettext_lazy("withdrawing")),
    Act.APPROVE: Rule("A", (State.SUBMITTED,), gettext_lazy("approving")),
    Act.CONDITIONS: Rule("A", (State.SUBMITTED,), gettext_lazy("approving with conditions")),
    Act.RETURN: Rule("A", (State.SUBMITTED,), gettext_lazy("returning")),
    Act.DECLINE: Rule("A", (State.SUBMITTED,), gettext_lazy("declining")),
    Act.NEXT: Rule("R", (State.APPROVED, State.DECLINED), gettext_lazy("beginning the next version")),
}

LETTERS = {
    "R": gettext_lazy("responsible"),
    "A": gettext_lazy("accountable"),
    "C": gettext_lazy("consulted"),
    "I": gettext_lazy("informed"),
}

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
SEES_FROM = {"R": 0, "C": 1, "A": 2, "I": 3}


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


@dataclass(frozen=True)
class Capacity:
    """One way a person counts today: a post they hold, or one letter of one activity passed on to them."""

    post: int
    title: str
    role: str
    role_name: str
    group: int
    unit_path: str
    unit_is_city: bool
    reach: str
    reads: str
    responsible_for_city: tuple[str, ...]
    flags: frozenset[str]
    acting: bool = False
    holding: int = 0
    given_by: str = ""  # the holder a delegate acts for
    only: tuple[str, str] | None = None  # (activity, letter)

    @property
    def label(self) -> str:
        """How records and history name it."""
        if self.given_by:
            return _("%(post)s, for %(person)s") % {"post": self.title, "person": self.given_by}
        return _("%(post)s (acting)") % {"post": self.title} if self.acting else self.title

    def way(self, letter: str, subject: Subject) -> str:
        """How this capacity's letter counts for a record: "line", "invited", "read" or "" (not at all).

        A letter that was passed on acts where its post acts; what the post reads beyond that is not passed on with it.
        """
        if self.only and self.only != (subject.activity, letter):
            return ""
        found = way(self, letter, subject)
        return "" if self.only and found == "read" else found


def way(post: Capacity, letter: str, subject: Subject) -> str:
    """Whether a post's reach covers the record's unit (governance 1, 4)."""
    if _covers(post.reach, post.unit_path, subject.unit_path):
        return "line"
    if subject.unit_is_city and post.reach in (Role.Reach.SUBTREE, Role.Reach.UNIT):
        if letter == "R" and subject.activity in post.responsible_for_city:
            return "line"
        if letter in "CI":  # a record of the whole city: those who reach less are invited, and told
            return "invited"
    return "read" if _covers(post.reads, post.unit_path, subject.unit_path) else ""


def _covers(reach: str, post_path: str, path: str) -> bool:
    match reach:
        case Role.Reach.CITYWIDE:
            return True
        case Role.Reach.SUBTREE:
            return path.startswith(post_path)
        case Role.Reach.UNIT:
            return path == post_path
    return False


@dataclass(frozen=True)
class Via:
    """The way a permission was found."""

    capacity: Capacity
    activity: str
    codes: str
    matrix: int  # the version's number

    @property
    def cell(self) -> str:
        """As history names it: "R/C 4.1, matrix v1"."""
        return f"{'/'.join(self.codes)} {self.activity}, matrix v{self.matrix}"

    @property
    def sentence(self) -> str:
        """ "As Director, Parks you hold R for 4.1 (matrix v1)." """
        return _("As %(post)s you hold %(codes)s for %(activity)s (matrix v%(number)s).") % {
            "post": self.capacity.label,
            "codes": "/".join(self.codes),
            "activity": self.activity,
            "number": self.matrix,
        }


@dataclass(frozen=True)
class Permission:
    """Whether, why and by what. `visible`: whether the person may know that the record exists at all."""

    allowed: bool
    reason: str
    via: Via | None = None
    visible: bool = True

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class MatrixInForce:
    """The version in force on a day, ready to be asked."""

    pk: int
    number: int
    cells: dict[tuple[str, str], str] = field(repr=False)  # (activity code, role code) -> codes

    def codes(self, activity: str, role: str) -> str:
        """The set of codes in a cell; "" where there is none."""
        return self.cells.get((activity, role), "")

    def decided_by(self, role: str) -> set[str]:
        """Activities in which the role has the A."""
        return {activity for (activity, code), codes in self.cells.items() if code == role and "A" in codes}


@dataclass(frozen=True)
class Facts:
    """What is known about a person today (4 queries). Good for one request."""

    person: Person
    today: date
    matrix: MatrixInForce | None
    capacities: tuple[Capacity, ...]

    @property
    def posts(self) -> list[Capacity]:
        """The posts held, without what was delegated."""
        return [capacity for capacity in self.capacities if not capacity.only]

    def has(self, flag: str) -> bool:
        """Whether a post held has this flag of its role: reads_all, reads_published, exports_history, keeps_accounts."""
        return any(flag in capacity.flags for capacity in self.capacities)

    @property
    def exports_history(self) -> bool:
        """Whether they may take the whole history away."""
        return self.has("exports_history")

    @property
    def keeps_accounts(self) -> bool:
        """Whether they invite people, reset passwords and disable."""
        return self.has("keeps_accounts")

    @property
    def decides(self) -> bool:
        """Whether they hold or were delegated an A of anything."""
        return bool(self.activities_with("A"))

    def activities_with(self, letter: str) -> set[str]:
        """Activities in which some capacity of theirs has the letter."""
        if not self.matrix:
            return set()
        return {
            activity
            for (activity, role), codes in self.matrix.cells.items()
            for capacity in self.capacities
            if role == capacity.role and letter in codes and capacity.only in (None, (activity, letter))
        }

    def in_role(self, role: str) -> Facts:
        """The same person, counting only in this role."""
        return replace(self, capacities=tuple(c for c in self.capacities if c.role == role))

    def capacity_with(self, letter: str, subject: Subject, ways: Iterable[str] = ("line",)) -> Via | None:
        """The capacity whose letter counts for the record: own posts before delegations."""
        if self.matrix is None:
            return None
        for capacity in sorted(self.capacities, key=lambda c: c.only is not None):
            codes = self.matrix.codes(subject.activity, capacity.role)
            if letter in codes and capacity.way(letter, subject) in ways:
                return Via(capacity, subject.activity, codes, self.matrix.number)
        return None

    def letters(self, subject: Subject, ways: Iterable[str] = ("line",)) -> str:
        """The letters that count for the record, added up over all capacities."""
        return "".join(letter for letter in "RACI" if self.capacity_with(letter, subject, ways))


def matrix_in_force(on: date | None = None) -> MatrixInForce | None:
    """The newest published version whose day has come (2 queries); None for a city without one."""
    on = on or clock.today()
    matrix = Matrix.objects.filter(effective_on__lte=on).order_by("-effective_on", "-number").first()
    if matrix is None:
        return None
    cells = Assignment.objects.filter(activity__matrix=matrix)
    return MatrixInForce(
        matrix.pk,
        matrix.number,
        {(code, role): codes for code, role, codes in cells.values_list("activity__code", "role__code", "codes")},
    )


def facts_for(person: Person) -> Facts:
    """Read what counts for a person now. Someone disabled or not signed in has no capacity."""
    today = clock.today()
    capacities: list[Capacity] = []
    if person.is_authenticated and person.is_active:
        held = Holding.objects.filter(in_force_on(today), person=person, state=Holding.State.IN_FORCE)
        capacities += [_capacity(holding) for holding in held.select_related("post__role", "post__unit").order_by("pk")]
        passed = Delegation.objects.filter(
            in_force_on(today),
            in_force_on(today, "holding__"),
            delegate=person,
            accepted_at__isnull=False,
            ended_at=None,
            holding__state=Holding.State.IN_FORCE,
            holding__person__is_active=True,
        ).select_related("holding__post__role", "holding__post__unit", "holding__person")
        capacities += [_capacity(delegation.holding, delegation) for delegation in passed.order_by("pk")]
    return Facts(person, today, matrix_in_force(today), tuple(capacities))


FLAGS = ("reads_all", "reads_published", "exports_history", "keeps_accounts")


def _capacity(holding: Holding, delegation: Delegation | None = None) -> Capacity:
    post, role = holding.post, holding.post.role
    return Capacity(
        post=post.pk,
        title=post.title,
        role=role.code,
        role_name=role.name,
        group=post.group_id,
        unit_path=post.unit.path,
        unit_is_city=post.unit.kind == Unit.Kind.CITY,
        reach=role.reach,
        reads=role.reads,
        responsible_for_city=tuple(role.responsible_for_city),
        flags=frozenset() if delegation else frozenset(flag for flag in FLAGS if getattr(role, flag)),
        acting=holding.acting,
        holding=holding.pk,
        given_by=holding.person.name if delegation else "",
        only=(delegation.activity_code, delegation.letter) if delegation else None,
    )


def may(who: Person | Facts, act: Act, subject: Subject | Case) -> Permission:
    """Whether this person may do this to that, by the matrix in force today; the reason is a sentence for them."""
    facts = who if isinstance(who, Facts) else facts_for(who)
    subject = Subject.of_case(subject) if isinstance(subject, Case) else subject
    if act is Act.VIEW:
        return _may_view(facts, subject)
    rule = RULES[act]
    via = facts.capacity_with(rule.letter, subject, ("line", "invited") if act is Act.ANSWER else ("line",))
    seen = bool(via) if act is Act.CREATE else _may_view(facts, subject).allowed
    if facts.matrix is None:
        return Permission(False, _("The city has no matrix in force, so the portal can only be read."), visible=seen)
    if via is None:
        return Permission(False, _without_letter(facts, rule, subject), visible=seen)
    if subject.state not in rule.states or (
        act is Act.ANSWER and subject.state == State.SUBMITTED and not subject.review_open
    ):
        return Permission(False, _wrong_state(act, rule, subject), via, visible=seen)
    if act in DECIDING and facts.person.pk == subject.submitter:
        return Permission(False, _("You submitted this version, so somebody else decides."), via)
    if act in DECIDING and facts.person.pk in subject.authors:
        return Permission(False, _("You are an author of this version, so somebody else decides."), via)
    if act is Act.ANSWER and facts.person.pk in subject.authors:
        return Permission(False, _("You are an author of this version, so somebody else answers."), via)
    return Permission(True, via.sentence, via)


def _may_view(facts: Facts, subject: Subject) -> Permission:
    if facts.has("reads_all"):
        return Permission(True, _("Your post reads everything."))
    for letter in "RCAI":
        via = facts.capacity_with(letter, subject, ("line", "invited", "read"))
        if via and _sees(letter, subject):
            return Permission(True, via.sentence, via)
    if facts.has("reads_published") and subject.furthest == 3:
        return Permission(True, _("Your post reads what is approved."))
    return Permission(False, _("There is nothing here that you may read."), visible=False)


def _sees(letter: str, subject: Subject) -> bool:
    return subject.furthest >= SEES_FROM[letter]


def _without_letter(facts: Facts, rule: Rule, subject: Subject) -> str:
    held = facts.letters(subject)
    names = {
        "phrase": capfirst(rule.phrase),
        "letter": rule.letter,
        "name": LETTERS[rule.letter],
        "activity": subject.activity,
    }
    if not held:
        return (
            _("%(phrase)s takes %(letter)s (%(name)s) for %(activity)s in this unit; you hold no letter in it.") % names
        )
    return _("%(phrase)s takes %(letter)s (%(name)s) for %(activity)s in this unit; you hold %(held)s.") % (
        names | {"held": "/".join(held)}
    )


def _wrong_state(act: Act, rule: Rule, subject: Subject) -> str:
    states = [str(State(state).label) for state in rule.states if state]
    if act is Act.ANSWER and subject.state == State.SUBMITTED:
        return _("It is submitted, and nothing in it waits for your answer: what you answered before stands.")
    if not subject.state:
        return _("It has not been begun.")
    return ngettext(
        "It is %(state)s; %(phrase)s is possible only while it is %(states)s.",
        "It is %(state)s; %(phrase)s is possible only while it is %(states)s.",
        len(states),
    ) % {"state": State(subject.state).label, "phrase": rule.phrase, "states": _(" or ").join(states)}


def covering_posts(subject: Subject, letter: str, on: date) -> list[tuple[Capacity, Person]]:
    """Everybody who holds the letter for the record today, with the post they hold it by (2 + 1 queries)."""
    matrix = matrix_in_force(on)
    roles = [
        role
        for (activity, role), codes in (matrix.cells if matrix else {}).items()
        if activity == subject.activity and letter in codes
    ]
    held = Holding.objects.filter(
        in_force_on(on), post__role__code__in=roles, state=Holding.State.IN_FORCE, person__is_active=True
    )
    found = []
    for holding in held.select_related("post__role", "post__unit", "person").order_by("post__role__column", "pk"):
        capacity = _capacity(holding)
        if capacity.way(letter, subject) in ("line", "invited"):
            found.append((capacity, holding.person))
    return found
