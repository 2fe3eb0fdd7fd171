"""A governed record as one person sees it: fetched and authorised in one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from raci import records, workflow
from raci.authority import Act, Facts, Permission, Subject, may
from raci.models import Attachment, Case, Condition, Consultation, Decision, Record, Submission, Text, Voice
from raci.queries import case_parts, offers
from raci.queries.offers import Button, Tab
from raci.queries.standing import Standing, standing
from raci.records import Content, Kind
from raci.refusals import Problem, Refused
from raci.statements import voices_of
from raci.workflow import Option

MOVES = (Act.EDIT, Act.ATTACH, Act.OPEN, Act.REVISE, Act.SUBMIT, Act.WITHDRAW, Act.APPROVE, Act.NEXT)
ANY_WAY = ("line", "invited", "read")
OPEN_WAYS = ("asked", "invited", "review")
OPEN_STATES = (Case.State.DRAFT, Case.State.CONSULTATION, Case.State.SUBMITTED)


@dataclass
class CasePage:
    """What the pages of one record show to one person; each part is read when it is first asked for.

    `case` is the newest they may see, or the one asked for.
    """

    record: Record
    case: Case
    kind: Kind
    facts: Facts
    subject: Subject
    seen: Permission
    is_newest: bool
    cases: list[Case]  # those they may see, newest first
    submissions: list[Submission]  # of the whole record, each with its decision; newest first

    @cached_property
    def options(self) -> dict[str, Option]:
        """Every move by its code: whether it is theirs, and what it waits for."""
        return workflow.options(self.case, self.facts, self.subject, MOVES)

    @cached_property
    def texts(self) -> list[Text]:
        """Of the whole record, as far as they may read them; newest first; without content."""
        return case_parts.texts(self)

    @cached_property
    def consultations(self) -> list[Consultation]:
        """The questions of this case; newest text first."""
        return case_parts.consultations(self.case)

    @cached_property
    def conditions(self) -> list[Condition]:
        """Of the whole record."""
        return case_parts.conditions(self.record)

    @cached_property
    def evidence_count(self) -> int:
        """Files that stand with the record."""
        return Attachment.objects.filter(record=self.record, removed_at=None).count()

    @cached_property
    def holders(self) -> list[str]:
        """Posts whose turn it is."""
        return case_parts.holders(self)

    # ---- what may be read

    @cached_property
    def letters(self) -> str:
        """The person's letters for the record, in any way."""
        return self.facts.letters(self.subject, ANY_WAY)

    @property
    def sees_drafts(self) -> bool:
        """Whether unfrozen content is theirs to read: R in the line, and auditors."""
        return self.facts.has("reads_all") or "R" in self.letters

    @property
    def case_texts(self) -> list[Text]:
        """The texts of this case they may read, newest first."""
        return [text for text in self.texts if text.case_id == self.case.pk]

    @property
    def text(self) -> Text | None:
        """The frozen text that the page shows; None while it shows the open draft (or nothing may be read yet)."""
        if self.shows_live:
            return None
        return next(iter(self.case_texts), None)

    @property
    def shows_live(self) -> bool:
        """Whether the page shows the content as it stands in the draft."""
        return self.case.state == Case.State.DRAFT and self.is_newest and self.sees_drafts

    @cached_property
    def content(self) -> Content | None:
        """The content the person may read: of the open draft, else of the newest frozen text they may read."""
        if self.shows_live:
            return self.kind.content(self.record)
        text = self.text
        return case_parts.content_of(text) if text else None

    @property
    def title(self) -> str:
        """The title as they may read it: a draft's own only for those who read drafts."""
        if self.sees_drafts or not self.text:
            return self.record.title
        return str((self.content or {}).get("title") or self.record.title)

    @property
    def version(self) -> str:
        """How the case's text is called: "v2", also while v2 is still being drafted."""
        newest = self._newest_text_number
        if self.case.state == Case.State.DRAFT and self.is_newest:
            return f"v{newest + 1}"
        return f"v{self.text.number}" if self.text else ""

    @property
    def _newest_text_number(self) -> int:
        return max((text.number for text in self.texts), default=0)

    # ---- where it stands

    @property
    def submission(self) -> Submission | None:
        """The newest submission of this case."""
        return next((one for one in self.submissions if one.case_id == self.case.pk), None)

    @property
    def decisions(self) -> list[Decision]:
        """All decisions on texts they may read, newest first."""
        readable = {text.pk for text in self.texts}
        return [one.decision for one in self.submissions if one.text_id in readable and hasattr(one, "decision")]

    @property
    def asked(self) -> list[Consultation]:
        """The questions about this case's newest text."""
        newest = max((one.text.number for one in self.consultations), default=0)
        return [one for one in self.consultations if one.text.number == newest]

    @cached_property
    def voices(self) -> list[Voice]:
        """Who was asked to sign, to note or to be consulted because of a decision mode (1 query)."""
        readable = {text.pk for text in self.texts}
        return [one for one in voices_of(self.case) if one.text_id in readable]

    @cached_property
    def mine(self) -> list[Consultation]:
        """Questions that wait for an answer by this person."""
        if self.case.state not in (Case.State.CONSULTATION, Case.State.SUBMITTED):
            return []
        return [one for one in self.asked if not one.answer and one.way in OPEN_WAYS and self.may_answer(one)]

    def may_answer(self, consultation: Consultation) -> Permission:
        """Whether the person answers for the role that was asked."""
        return may(self.facts.in_role(consultation.role.code), Act.ANSWER, self.subject)

    @cached_property
    def my_conditions(self) -> list[Condition]:
        """Open conditions whose owner post the person holds."""
        posts = {capacity.post for capacity in self.facts.posts}
        return [one for one in self.conditions if one.closed_at is None and one.owner_id in posts]

    @cached_property
    def standing(self) -> Standing:
        """The words of the banner."""
        return standing(self)

    # ---- what may be done

    @property
    def moves(self) -> list[Option]:
        """Every move, with whether it is theirs."""
        return list(self.options.values())

    def option(self, move: str) -> Option:
        """A move with its permission and problems."""
        return self.options[move]

    def need(self, move: Act) -> Permission:
        """Refuse with the reason (403) who may see the record but not make this move."""
        permission = may(self.facts, move, self.subject)
        if not permission:
            raise Refused(permission.reason, visible=permission.visible)
        return permission

    @property
    def may_edit(self) -> bool:
        """Whether the content can be changed by them now."""
        return self.is_newest and self.options["edit"].ready

    def url(self, name: str) -> str:
        """The address of one of the record's pages: `page.url("case-open")`."""
        return reverse(f"raci:{name}", args=[self.record.pk])

    @property
    def home(self) -> str:
        """The record's own page."""
        return self.kind.url(self.record)

    @property
    def consultation_url(self) -> str:
        """The tab with all answers."""
        return self.url("case-consultation")

    @property
    def voices_url(self) -> str:
        """The page of who signs, notes or is consulted because of a decision mode."""
        return self.url("case-voices")

    @property
    def versions_url(self) -> str:
        """The tab with all texts."""
        return self.url("case-versions")

    @cached_property
    def primary(self) -> Button | None:
        """The one thing asked of the person next."""
        return offers.primary(self)

    @cached_property
    def buttons(self) -> list[Button]:
        """What may be begun now; the primary one, if any, stands first."""
        return offers.buttons(self)

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Moves that are not theirs, with the reason."""
        return offers.refused(self)

    @cached_property
    def tabs(self) -> list[Tab]:
        """Content | Consultation | Evidence | Timeline | Versions, with counts."""
        return offers.tabs(self)

    @property
    def answered_count(self) -> int:
        """Answers given about the newest text."""
        return sum(1 for one in self.asked if one.answer)

    @property
    def asked_count(self) -> int:
        """Those asked about the newest text, and those who were only invited and answered."""
        return sum(1 for one in self.asked if one.answer or one.way in ("asked", "review"))

    @property
    def silent_count(self) -> int:
        """Those asked or invited about the newest text who have not answered."""
        return sum(1 for one in self.asked if not one.answer and one.way in OPEN_WAYS)

    @property
    def rounds(self) -> list[tuple[Text, list[Consultation]]]:
        """All questions of the case by text, newest text first."""
        return [(text, list(found)) for text, found in groupby(self.consultations, key=lambda one: one.text)]

    def mend(self, problems: list[Problem]) -> list[Problem]:
        """Problems with a link to where each is mended."""
        url = self.kind.url(self.record)
        return [
            Problem(one.text, one.field, one.url or (f"{url}#{one.field}" if one.field else "")) for one in problems
        ]


def case_page(record_pk: int, facts: Facts, number: int | None = None) -> CasePage:
    """The record for this person: 404 to strangers, a constant number of queries. `number` names an earlier case."""
    record = Record.objects.select_related("scope__unit").filter(pk=record_pk).first()
    cases = list(record.cases.order_by("-number")) if record else []
    submissions = case_parts.submissions(record) if record else []
    seen = [one for one in cases if case_parts.sees(facts, one, record, submissions)]
    case = next((one for one in seen if number in (None, one.number)), None)
    if record is None or case is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    case.record = record
    subject = Subject.of_case(case)
    return CasePage(
        record=record,
        case=case,
        kind=records.kind_of(record),
        facts=facts,
        subject=subject,
        seen=may(facts, Act.VIEW, subject),
        is_newest=case.pk == cases[0].pk,
        cases=seen,
        submissions=submissions,
    )
