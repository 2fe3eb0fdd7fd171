"""The page of somebody who answers for a role that was asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci import consulting
from raci.authority import Facts, Permission
from raci.models import Consultation
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.records import Content, Difference
from raci.refusals import Refused


@dataclass(frozen=True)
class AnswerPage:
    """A question: the text it is about, what the role said before, and what changed since."""

    page: CasePage
    consultation: Consultation
    content: Content
    earlier: Consultation | None  # what the role answered about an earlier text
    differences: list[Difference]
    permission: Permission

    @property
    def is_open(self) -> bool:
        """Whether the person may answer now."""
        return not self.consultation.answer and bool(self.permission) and self.is_current

    @property
    def is_current(self) -> bool:
        """Whether no newer text has been put before them."""
        return any(one.pk == self.consultation.pk for one in self.page.asked)


def answer_page(pk: int, facts: Facts) -> AnswerPage:
    """The question for whoever may read its text; 404 to strangers, 403 where it is for others to answer."""
    asked = Consultation.objects.select_related("case", "text", "role", "answered_by").filter(pk=pk).first()
    if asked is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    page = case_page(asked.case.record_id, facts, asked.case.number)
    if not any(text.pk == asked.text_id for text in page.texts):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    permission = page.may_answer(asked)
    if not permission and permission.via is None:
        raise Refused(permission.reason)
    if asked.way == Consultation.Way.NOT_ASKED:
        raise Refused(_("This role was not asked: %(why)s") % {"why": asked.note})
    content, earlier = content_of(asked.text), consulting.earlier_answer(asked)
    found = page.kind.differences(content_of(earlier.text), content) if earlier else []
    return AnswerPage(page, asked, content, earlier, found, permission)
