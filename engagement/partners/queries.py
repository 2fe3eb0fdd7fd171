"""What the pages of partners show: a partner with its contacts and agreements, and which are whose."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from engagement.kinds import PARTNER
from engagement.models import Agreement, Partner, PartnerContact
from engagement.partners.acts import may_note
from raci.authority import Facts, Permission
from raci.history.things import story_of
from raci.history.timeline import Entry
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused

SOON = 14  # days before a contact is due from which it waits on its owner
MOST = 200  # contacts of a page


def partners() -> QuerySet[Partner]:
    """All of them, with the day of the newest contact: a kept kind is read by all staff."""
    return Partner.objects.select_related("unit", "owner").annotate(last_on=Max("contacts__on"))


def partner_for(pk: int) -> Partner:
    """One of them; there is none to wrong addresses."""
    found = partners().filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such partner."), visible=False)
    return found


def contact_for(pk: int) -> PartnerContact:
    """One contact, with its partner."""
    found = PartnerContact.objects.select_related("partner__unit", "partner__owner").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such contact."), visible=False)
    return found


def agreement_for(pk: int) -> Agreement:
    """One agreement, with its partner."""
    found = Agreement.objects.select_related("partner__unit", "document").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such agreement."), visible=False)
    return found


@dataclass(frozen=True)
class PartnerPage:
    """A partner as one person may see it."""

    row: Partner
    contacts: list[PartnerContact]
    agreements: list[Agreement]
    may_keep: Permission
    may_note: Permission
    facts: Facts

    @property
    def runs(self) -> bool:
        """Whether the city works with it still."""
        return self.row.ended_on is None

    @property
    def is_late(self) -> bool:
        """Whether the next contact should have been."""
        return self.row.contact_due_on is not None and self.row.contact_due_on < self.facts.today

    @property
    def story(self) -> list[Entry]:
        """What happened to it."""
        return story_of(self.row, *self.contacts, *self.agreements)


def partner_page(pk: int, facts: Facts) -> PartnerPage:
    """For all staff (a constant number of queries)."""
    row = partner_for(pk)
    contacts = list(row.contacts.select_related("noted_by")[:MOST])
    return PartnerPage(
        row, contacts, list(row.agreements.all()), may_keep(facts, PARTNER, row.unit), may_note(facts, row), facts
    )


def units_kept(facts: Facts) -> list[Unit]:
    """The units whose partners they keep (2 queries)."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, PARTNER, unit)]


def need_units(facts: Facts) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_kept(facts)
    if not found:
        raise Refused(may_keep_for_the_city(facts, PARTNER).reason)
    return found


def need(permission: Permission) -> None:
    """403 with the reason where they may not."""
    if not permission:
        raise Refused(permission.reason)


def owned(facts: Facts) -> QuerySet[Partner]:
    """Those whose relationship a post of theirs owns."""
    return partners().filter(owner__in=[capacity.post for capacity in facts.posts], ended_on=None)
