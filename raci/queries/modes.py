"""What a decision mode asks of a person before an act: the panel on the pages to submit and decide, and the strip of voices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci import records, statements
from raci.actions import voices as acts
from raci.authority import Facts, Subject
from raci.models import Activity, DecisionMode, Directive, Role, Statement, Voice
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.records import Content
from raci.refusals import NotReady, Problem, Refused
from raci.statements import Sharer

RULES = {
    DecisionMode.DIRECT: gettext_lazy("nothing more is needed than the letter in the matrix."),
    DecisionMode.CONSULT: gettext_lazy(
        "at least one consultation is on record before the act, also where the matrix asks nobody."
    ),
    DecisionMode.INSTRUCTION: gettext_lazy("a directive is cited; it stands on the receipt."),
    DecisionMode.SHARED: gettext_lazy(
        "the roles that share the lead sign before the act, or let the due day pass. The auditor notes and never signs."
    ),
}


def rule(mode: str) -> str:
    """What the mode asks, as the end of a sentence."""
    return str(RULES[DecisionMode(mode)])


@dataclass(frozen=True)
class Bound:
    """A statement that binds the person here, and what it still asks for."""

    statement: Statement
    problem: Problem | None  # beside the directive, which is chosen on the form

    @property
    def rule(self) -> str:
        """What its mode asks."""
        return rule(self.statement.mode)


@dataclass(frozen=True)
class ModePanel:
    """Before the act: which statements bind, what each asks, who was asked, and which directives hold."""

    bound: list[Bound]  # the strictest first
    voices: list[Voice]
    directives: list[Directive]
    url: str
    today: date
    by_words: bool = False  # a reviewed record: who was heard is said in words

    @property
    def asks_words(self) -> bool:
        """Whether it may have to be said who was heard."""
        return self.by_words and any(
            one.statement.mode in (DecisionMode.CONSULT, DecisionMode.SHARED) for one in self.bound
        )

    @property
    def default(self) -> Statement:
        """The one that binds where no other is chosen."""
        return self.bound[0].statement

    @property
    def asks_directive(self) -> bool:
        """Whether a directive may have to be cited."""
        return any(one.statement.mode == DecisionMode.INSTRUCTION for one in self.bound)

    @property
    def statements(self) -> list[tuple[str, str]]:
        """For a choice: code and words."""
        return [
            (
                one.statement.code,
                _("%(words)s (%(mode)s)") % {"words": one.statement.text, "mode": one.statement.get_mode_display()},
            )
            for one in self.bound
        ]

    @property
    def citable(self) -> list[tuple[str, str]]:
        """For a choice: number and words."""
        text = _("%(title)s (%(giver)s, %(reference)s)")
        return [
            (str(one.pk), text % {"title": one.title, "giver": one.giver.name, "reference": one.reference})
            for one in self.directives
        ]


def mode_panel(page: CasePage) -> ModePanel | None:
    """What binds this person on this record; None where nothing does (1 query then, 5 at most)."""
    bound = statements.binding(page.facts, page.subject.activity)
    if not bound:
        return None
    asks_directive = any(one.mode == DecisionMode.INSTRUCTION for one in bound)
    return ModePanel(
        bound=[
            Bound(one, statements.lacking(page.case, one, page.facts.today, page.voices, is_directed=True))
            for one in bound
        ],
        voices=page.voices,
        directives=statements.citable(page.facts, page.subject.activity) if asks_directive else [],
        url=page.url("case-voices"),
        today=page.facts.today,
    )


def reviewed_panel(activity: str, facts: Facts) -> ModePanel | None:
    """The same for a reviewed record of this activity (2 queries at most)."""
    bound = statements.binding(facts, activity)
    if not bound:
        return None
    asks_directive = any(one.mode == DecisionMode.INSTRUCTION for one in bound)
    return ModePanel(
        bound=[Bound(one, None) for one in bound],
        voices=[],
        directives=statements.citable(facts, activity) if asks_directive else [],
        url="",
        today=facts.today,
        by_words=True,
    )


# ---- the responsibilities of a role


@dataclass(frozen=True)
class ModeShown:
    """One mode with the statements of a role that are exercised in it, each with its activities (code, title)."""

    label: str
    rule: str
    statements: list[tuple[Statement, list[tuple[str, str]]]]
    shared_with: list[str]
    noted_by: list[str]
    source: str


def modes_of(role: Role, facts: Facts) -> list[ModeShown]:
    """A role's statements by mode, from direct to shared as the source lists them (3 queries); none where it has none."""
    found = list(Statement.objects.filter(role=role))
    if not found:
        return []
    matrix = facts.matrix.pk if facts.matrix else None
    titles = dict(Activity.objects.filter(matrix=matrix).values_list("code", "title"))
    names = dict(Role.objects.values_list("code", "name"))
    return [
        ModeShown(
            label=str(DecisionMode(mode).label),
            rule=rule(mode),
            statements=[(one, [(code, titles.get(code, "")) for code in one.activities]) for one in of_mode],
            shared_with=[names.get(code, code) for code in of_mode[0].shared_with],
            noted_by=[names.get(code, code) for code in of_mode[0].noted_by],
            source=of_mode[0].source,
        )
        for mode in DecisionMode.values
        if (of_mode := [one for one in found if one.mode == mode])
    ]


# ---- who is asked because of a mode


@dataclass(frozen=True)
class VoicesPage:
    """Who was asked about a record because of a mode, and whom the person may ask."""

    page: CasePage
    voices: list[Voice]
    bound: list[Statement]
    shared: Statement | None  # the statement by which roles share here
    sharers: list[Sharer]
    roles: list[tuple[str, str]]  # further roles that can be consulted
    may_ask: bool
    why_not: str


def voices_page(record_pk: int, facts: Facts) -> VoicesPage:
    """For whoever may see the record; 404 to strangers."""
    page = case_page(record_pk, facts)
    bound = statements.binding(facts, page.subject.activity)
    shared = next((one for one in bound if one.mode == DecisionMode.SHARED), None)
    may_ask, why_not = _may_ask(page)
    return VoicesPage(
        page=page,
        voices=page.voices,
        bound=bound,
        shared=shared,
        sharers=statements.sharers(shared, page.subject, facts) if shared and may_ask else [],
        roles=_further(page) if may_ask else [],
        may_ask=may_ask,
        why_not=why_not,
    )


def _may_ask(page: CasePage) -> tuple[bool, str]:
    try:
        acts.asker(page.case, page.facts, page.subject)
    except (Refused, NotReady) as refusal:
        return False, str(refusal)
    return True, ""


def _further(page: CasePage) -> list[tuple[str, str]]:
    asked = {one.role.code for one in page.voices}
    roles = list(Role.objects.exclude(code__in=asked).order_by("column", "name"))
    found = statements.in_line({role.code for role in roles}, page.subject, page.facts.today)
    held = {post.role for post, person in found if person.pk != page.facts.person.pk}
    return [(role.code, role.name) for role in roles if role.code in held]


# ---- giving a voice


@dataclass(frozen=True)
class VoicePage:
    """A text before somebody who signs, notes or is consulted; they read it here, whatever else they may read."""

    voice: Voice
    content: Content
    template: str
    title: str
    subject: Subject
    is_giver: bool
    why: str

    @property
    def is_open(self) -> bool:
        """Whether it can still be given."""
        return self.voice.given_at is None and self.voice.case.state in acts.OPEN and self.voice.way != Voice.Way.NONE


def voice_page(pk: int, facts: Facts) -> VoicePage:
    """For the holders of the role in the line, and for whoever may read the text; 404 to strangers."""
    along = ("case__record__scope__unit", "text", "role", "given_by", "asked_by")
    voice = Voice.objects.select_related(*along).filter(pk=pk).first()
    if voice is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    is_giver, why = _is_giver(voice, facts)
    if not is_giver:
        _need_reader(voice, facts, why)
    record = voice.case.record
    content = content_of(voice.text)
    return VoicePage(
        voice=voice,
        content=content,
        template=records.kind_of(record).template,
        title=str(content.get("title") or record.title),
        subject=Subject.of_scope(record.scope.activity_code, record.scope.unit),
        is_giver=is_giver,
        why=why,
    )


def _is_giver(voice: Voice, facts: Facts) -> tuple[bool, str]:
    try:
        post = acts.giver(voice, facts)
    except Refused as refusal:
        return False, str(refusal)
    return True, _("As %(post)s you are asked: %(unit)s is within your reach.") % {
        "post": post.label,
        "unit": voice.case.record.scope.unit,
    }


def _need_reader(voice: Voice, facts: Facts, why: str) -> None:
    page = case_page(voice.case.record_id, facts, voice.case.number)
    if not any(text.pk == voice.text_id for text in page.texts):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    raise Refused(why)
