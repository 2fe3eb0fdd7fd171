"""What the room of partners tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagement.partners import waiting
from engagement.partners.lists import PARTNERS
from engagement.partners.xrays import RULES
from raci import lists, on_posts, xrays
from raci.history.acts import ACTS
from raci.queries import waits

WORDS = {
    "begin_partner": _("entered a partner"),
    "change_partner": _("changed a partner"),
    "end_partner": _("ended the work with a partner"),
    "note_partner_contact": _("noted a contact with a partner"),
    "correct_partner_contact": _("corrected a contact with a partner"),
    "add_agreement": _("entered an agreement with a partner"),
    "change_agreement": _("changed an agreement with a partner"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    lists.register(PARTNERS)
    waits.register("contact", waiting.CONTACT, waiting.waits)
    on_posts.register(waiting.OWNED)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
