"""The statements that bind who acts, and what is on record for them: asked once by an act, and by the page that says it before.

`require` is the one place where a decision mode is enforced; `raci.actions.cases` calls it when somebody submits or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import modes
from raci.authority import Facts, Subject, holders_of
from raci.authority.capacities import Capacity
from raci.models import Case, Consultation, DecisionMode, Directive, Person, Role, Statement, Voice
from raci.modes import Ground, Lack
from raci.refusals import NotReady, Problem, Refused

Way = Voice.Way


class Cited(TypedDict):
    """What a submission or a decision keeps of the statement it was made under (`models.modes.ActedUnder`)."""

    statement: Statement | None
    mode: str
    statement_words: str
    directive: Directive | None


def nothing_cited() -> Cited:
    """Of an act that no statement binds."""
    return Cited(statement=None, mode="", statement_words="", directive=None)


# ---- which statements bind


def binding(facts: Facts, activity: str) -> list[Statement]:
    """The statements under which this person acts in an activity, the strictest first (1 query).

    They bind who holds a post of the role that is named, in whatever post they act, and who acts for such a holder.
    """
    roles = {one.role for one in facts.capacities if one.only is None or one.only[0] == activity}
    found = Statement.objects.filter(activities__contains=[activity], role__code__in=roles).select_related("role")
    return sorted(found, key=lambda one: -modes.strictness(one.mode))


def named(facts: Facts, activity: str, code: str) -> Statement | None:
    """The statement the act stands under: the one that is named, else the strictest; None where none binds.

    Raises `Refused` for a statement that is not theirs, `NotReady` for one that does not cover the activity.
    """
    bound = binding(facts, activity)
    if not code:
        return bound[0] if bound else None
    statement = next((one for one in bound if one.code == code), None)
    if statement is not None:
        return statement
    other = Statement.objects.filter(code=code, activities__contains=[activity]).select_related("role").first()
    if other is None:
        text = _("There is no such statement for %(activity)s.") % {"activity": activity}
        raise NotReady([Problem(text, field="statement")])
    raise Refused(
        _("“%(words)s” is a responsibility of the %(role)s; you do not act for that role.")
        % {"words": other.text, "role": other.role.name}
    )


# ---- what is on record


def voices_of(case: Case) -> list[Voice]:
    """Who was asked because of a mode, about this case's newest text that anybody was asked about (1 query)."""
    related = ("role", "text", "given_by", "asked_by")
    found = list(
        Voice.objects.filter(case=case).select_related(*related).defer("text__content").order_by("-text__number")
    )
    newest = found[0].text_id if found else None
    return sorted((one for one in found if one.text_id == newest), key=lambda one: (one.role.column or 99, one.pk))


def ground(case: Case, today: date, voices: list[Voice], *, is_directed: bool = False) -> Ground:
    """What is on record for the case (2 queries)."""
    asked = voices if _is_about_what_is_decided(case, voices) else []
    sharing = [one for one in asked if one.way != Way.ANSWER]
    heard = [one for one in voices if one.way == Way.ANSWER]
    return Ground(
        is_consulted=_is_consulted(case, today) or any(one.given_at or is_over(one, today) for one in heard),
        is_directed=is_directed,
        is_shared=bool(sharing),
        unsigned=tuple(
            one.role.name for one in sharing if one.way == Way.SIGN and not one.given_at and not is_over(one, today)
        ),
    )


def _is_consulted(case: Case, today: date) -> bool:
    over = Q(way__in=["asked", "review"], due_on__lt=today)
    return Consultation.objects.filter(~Q(answer="") | over, case=case).exists()


def _is_about_what_is_decided(case: Case, voices: list[Voice]) -> bool:
    """After a return what was signed stands, as answers do; otherwise it is the newest text that is signed."""
    if not voices or case.back == Case.Back.RETURNED:
        return bool(voices)
    newest = case.texts.order_by("-number").values_list("pk", flat=True).first()
    return voices[0].text_id == newest


def is_over(voice: Voice, today: date) -> bool:
    """Whether its day has passed."""
    return voice.due_on is not None and voice.due_on < today


# ---- directives that hold for an act


def citable(facts: Facts, activity: str) -> list[Directive]:
    """Directives this person may act on: accepted and open, of this activity, fallen to a post of theirs (1 query)."""
    posts = {one.post for one in facts.capacities if one.only is None or one.only[0] == activity}
    found = Directive.objects.filter(
        activity_code=activity, post__in=posts, accepted_at__isnull=False, closed_at=None
    ).exclude(recorded_by=facts.person)
    return list(found.select_related("giver", "post").order_by("due_on", "pk"))


def cited_directive(facts: Facts, activity: str, pk: int | None) -> Directive | None:
    """The directive that is cited, if it holds for the act; `NotReady` says why it does not."""
    if pk is None:
        return None
    found = next((one for one in citable(facts, activity) if one.pk == pk), None)
    if found is None:
        text = _(
            "This directive does not hold here: cite one of %(activity)s that your post has accepted and that is open."
        )
        raise NotReady([Problem(text % {"activity": activity}, field="directive")])
    return found


# ---- the rule


def require(case: Case, facts: Facts, *, statement: str = "", directive: int | None = None) -> Cited:
    """What the act cites, once its mode has all it asks for; else `NotReady` says what is missing and where it is mended."""
    activity = case.record.scope.activity_code
    under = named(facts, activity, statement)
    if under is None:
        return nothing_cited()
    is_instruction = under.mode == DecisionMode.INSTRUCTION
    cited = cited_directive(facts, activity, directive) if is_instruction else None
    problem = lacking(case, under, facts.today, voices_of(case), is_directed=cited is not None)
    if problem:
        raise NotReady([problem])
    return Cited(statement=under, mode=under.mode, statement_words=under.text, directive=cited)


@dataclass(frozen=True)
class Citing:
    """What a person names for an act on a reviewed record: statement (code), directive (pk), and who was heard, in words."""

    statement: str = ""
    directive: int | None = None
    consulted: str = ""


def require_for_reviewed(activity: str, facts: Facts, citing: Citing) -> tuple[Cited, str]:
    """The same rule for a reviewed record: what the act cites, and who was heard; `NotReady` says what is missing.

    A reviewed record has no consultation of its own, so who was consulted, or shared the lead and signed, is said in words.
    """
    under = named(facts, activity, citing.statement)
    if under is None:
        return nothing_cited(), ""
    is_instruction = under.mode == DecisionMode.INSTRUCTION
    cited = cited_directive(facts, activity, citing.directive) if is_instruction else None
    is_heard = bool(citing.consulted.strip())
    missing = modes.lack(under.mode, Ground(is_consulted=is_heard, is_directed=cited is not None, is_shared=is_heard))
    if missing:
        words = {
            Lack.CONSULTATION: _("Say whom you consulted: “%(statement)s” is consult and act."),
            Lack.DIRECTIVE: _("Cite the directive: “%(statement)s” is act on instruction."),
            Lack.SHARING: _("Say who shared the lead and signed: “%(statement)s” is shared leadership."),
        }[missing]
        field = "directive" if missing is Lack.DIRECTIVE else "consulted"
        raise NotReady([Problem(words % {"statement": under.text}, field=field)])
    return Cited(
        statement=under, mode=under.mode, statement_words=under.text, directive=cited
    ), citing.consulted.strip()


def lacking(
    case: Case, under: Statement, today: date, voices: list[Voice], *, is_directed: bool = False
) -> Problem | None:
    """What the statement's mode still asks for before this case may move, in words."""
    found = ground(case, today, voices, is_directed=is_directed)
    missing = modes.lack(under.mode, found)
    if missing is None:
        return None
    where = reverse("raci:case-voices", args=[case.record_id])
    words = {
        Lack.CONSULTATION: _(
            "Consult somebody first: “%(statement)s” is consult and act, and no consultation is on record."
        ),
        Lack.DIRECTIVE: _("Cite the directive: “%(statement)s” is act on instruction."),
        Lack.SHARING: _(
            "Ask those who share first: “%(statement)s” is shared leadership, and nobody was asked to sign."
        ),
        Lack.SIGNATURES: _("Not signed yet: %(roles)s, until %(day)s. “%(statement)s” is shared leadership."),
    }[missing]
    days = [one.due_on for one in voices if one.way == Way.SIGN and not one.given_at and one.due_on]
    text = words % {
        "statement": under.text,
        "roles": ", ".join(found.unsigned),
        "day": date_format(max(days)) if days else "",
    }
    return Problem(text, field="directive" if missing is Lack.DIRECTIVE else "statement", url=where)


# ---- whom a shared statement asks


@dataclass(frozen=True)
class Sharer:
    """A role that shares, and how it is asked about a record."""

    role: Role
    way: str
    people: tuple[Person, ...]
    note: str = ""


def in_line(roles: set[str], subject: Subject, today: date) -> list[tuple[Capacity, Person]]:
    """Who holds a post of these roles whose reach covers the record's unit, whatever the matrix says (1 query)."""
    return [(post, person) for post, person in holders_of(roles, today) if post.covers(subject)]


def sharers(under: Statement, subject: Subject, facts: Facts) -> list[Sharer]:
    """Each role that shares, in the document's order: it signs, notes, or is not asked and why (2 queries)."""
    codes = {*under.shared_with, *under.noted_by}
    roles = {role.code: role for role in Role.objects.filter(code__in=codes)}
    held: dict[str, list[Person]] = {code: [] for code in codes}
    for post, person in in_line(codes, subject, facts.today):
        held[post.role].append(person)
    listed = [code for code in (*under.shared_with, *under.noted_by) if code in roles]
    return [_sharer(roles[code], under, held[code], subject, facts) for code in listed]


def _sharer(role: Role, under: Statement, people: list[Person], subject: Subject, facts: Facts) -> Sharer:
    if facts.matrix and "A" in facts.matrix.codes(subject.activity, role.code):
        return Sharer(role, Way.NONE, (), _("It decides, and the receipt is its signature."))
    others = tuple(person for person in dict.fromkeys(people) if person.pk != facts.person.pk)
    if not people:
        return Sharer(role, Way.NONE, (), _("Nobody holds a post of this role in the line today."))
    if not others:
        return Sharer(role, Way.NONE, (), _("Its only holder is who acts."))
    return Sharer(role, Way.NOTE if role.code in under.noted_by else Way.SIGN, others)
