"""Partners, contacts with them, and what was agreed."""

from __future__ import annotations

from typing import Any

from engagement.models import Agreement, Partner, PartnerContact
from engagement.partners.acts import add_agreement, note_contact
from raci import clock
from raci.history import acting
from raci.the_city import need_city
from tests.city import SmallCity
from tests.engagement.partners import contact, later, partner


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A partner of the whole city with a contact and an agreement, and one of Parks, whose director owns it."""
    made = partner(city)
    noted = note_contact(made, contact(), by=city.officer)
    agreed = add_agreement(
        made, {"title": "Listening", "words": "", "begins_on": later(-9), "ends_on": later(9)}, None, by=city.officer
    )
    parks = partner(city, "Pool Friends", unit=city.parks, owner=city.post("director-parks"))
    return {
        "partner": {"pk": made.pk},
        "partner-parks": {"pk": parks.pk},
        "partner-contact": {"pk": noted.pk},
        "partner-agreement": {"pk": agreed.pk},
    }


LISTS = {"engagement:partner-list": ("director", dict)}
EXPORTS = {"partners": "director"}
FULL = {"partners": 3}


def grow(city: SmallCity, number: int) -> None:
    """One more, with a contact and an agreement."""
    made = partner(city, f"Partner {number}")
    with acting(by=city.officer, act="begin_partner"):
        PartnerContact.objects.create(
            partner=made, on=clock.today(), words="Spoke.", next_due_on=later(9), noted_by=city.officer, noted_as="EO"
        )
        Agreement.objects.create(partner=made, title=f"Agreement {number}", begins_on=clock.today(), ends_on=later(5))


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A partner whose texts are the payload."""
    with acting(by=city.officer, act="begin_partner"):
        Partner.objects.create(
            name=payload, kind="other", purpose=payload, unit=need_city(), owner=city.post("equity-training"),
            reach=payload, contact_due_on=later(9),
        )  # fmt: skip


ONE_THING = [
    "engagement:partner-create",
    "engagement:partner-detail",
    "engagement:partner-edit",
    "engagement:partner-end",
    "engagement:partner-contact-create",
    "engagement:partner-contact-edit",
    "engagement:partner-agreement-create",
    "engagement:partner-agreement-edit",
    "engagement:partner-agreement-document",
]
LOOKS: list[dict[str, Any]] = [
    {"name": "engagement:partner-list", "who": "officer"},
    {"name": "engagement:partner-list", "who": "new"},
    {"name": "engagement:partner-create", "who": "officer"},
    {"name": "engagement:partner-create", "who": "officer", "press": "Enter it", "status": 422},
    {"name": "engagement:partner-detail", "args": "partner", "who": "officer"},
    {"name": "engagement:partner-detail", "args": "partner"},
    {"name": "engagement:partner-edit", "args": "partner", "who": "officer"},
    {"name": "engagement:partner-end", "args": "partner", "who": "officer"},
    {"name": "engagement:partner-contact-create", "args": "partner", "who": "officer"},
    {"name": "engagement:partner-contact-edit", "args": "partner-contact", "who": "officer"},
    {"name": "engagement:partner-agreement-create", "args": "partner", "who": "officer"},
    {"name": "engagement:partner-agreement-edit", "args": "partner-agreement", "who": "officer"},
]
NO_PAGE = [("engagement:partner-agreement-document", "a file")]
