"""What members said goes by itself once it need no longer be kept; how long that is, and whether a litigation hold stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boards.kinds import SELF_ID_RETENTION
from boards.models import Member, SelfIdentification, SelfIdRetention
from boards.vault import retention, texts
from raci import clock
from raci.history import acting
from raci.keeping import keeping
from raci.models import Person
from raci.refusals import NotReady, Problem
from raci.service import service_person
from raci.the_city import need_city

SERVICE = ("self-id-retention", "Keeping of self-identification")
MOST_MONTHS = 60
WHY = "Left all boards, and the cycle of audits is over"


def set_retention(*, months: int, source: str, is_held: bool, hold_why: str, by: Person) -> SelfIdRetention:
    """How long, by what, and whether there is a hold; by who is responsible for audits (3.1)."""
    problems = []
    if not 0 <= months <= MOST_MONTHS:
        problems.append(Problem(_("From 0 to %(most)d months.") % {"most": MOST_MONTHS}, "months"))
    if not source.strip():
        problems.append(Problem(_("Say by what: the schedule of records, the order of the audit."), "source"))
    if is_held and not hold_why.strip():
        problems.append(Problem(_("Say what the hold is for: the number of the matter. Name no member."), "hold_why"))
    with keeping(SELF_ID_RETENTION, need_city(), by=by, act="set_self_id_retention") as via:
        if problems:
            raise NotReady(problems)
        return SelfIdRetention.objects.create(
            months=months,
            source=source.strip(),
            is_held=is_held,
            hold_why=hold_why.strip() if is_held else "",
            set_by=by,
            set_as=via.capacity.label,
            set_at=clock.now(),
        )


def erase_after_leaving() -> int:
    """Destroy what is due, key and all; how many. Twice does no harm, and a hold that came meanwhile is heeded."""
    due = list(retention.due(clock.today()).order_by("pk").values_list("pk", "member"))
    return sum(_erased(pk, member) for pk, member in due)


def _erased(pk: int, member: int) -> bool:
    service = service_person(*SERVICE)
    with acting(by=service, act="erase_self_identification", why=WHY):
        Member.objects.select_for_update().get(pk=member)  # as the member's own acts do
        row = retention.due(clock.today()).filter(pk=pk).first()
        if row is None:
            return False
        texts.destroy(row, by=service, why=WHY)
        row.state = SelfIdentification.State.ERASED
        row.save()
    return True
