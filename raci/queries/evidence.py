"""What the evidence pages show, and to whom: a file is seen by those who may see the version it came with or a later one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.authority import Act, Facts, Permission, Subject, may
from raci.models import Attachment, Case
from raci.refusals import Refused


@dataclass(frozen=True)
class EvidencePage:
    """The files of one version of a record."""

    case: Case
    files: list[Attachment]
    removed: list[Attachment]
    attaching: Permission  # whether they may attach here now, or the reason why not


def attachment_for(pk: int, facts: Facts) -> Attachment:
    """Fetch and authorise in one: the file, if they may see a version that it came with or a later one."""
    related = ("record__scope__unit", "blob", "case", "attached_by")
    attachment = Attachment.objects.select_related(*related).filter(pk=pk).first()
    if attachment is None or not any(may(facts, Act.VIEW, Subject.of_case(case)) for case in _cases_of(attachment)):
        raise _stranger()
    return attachment


def evidence_page(case: Case, facts: Facts) -> EvidencePage:
    """The page of a case (2 queries beside what authority asks)."""
    files = list(
        Attachment.objects.filter(record=case.record_id, case__number__lte=case.number)
        .select_related("blob", "case", "attached_by")
        .order_by("pk")
    )
    return EvidencePage(
        case=case,
        files=[file for file in files if not file.removed_at],
        removed=[file for file in files if file.removed_at],
        attaching=may(facts, Act.ATTACH, Subject.of_case(case)),
    )


def _cases_of(attachment: Attachment) -> list[Case]:
    later = Case.objects.filter(record=attachment.record_id, number__gte=attachment.case.number)
    return list(later.select_related("record__scope__unit").order_by("-number"))


def _stranger() -> Refused:
    return Refused(_("There is no such file."), visible=False)
