"""Compliance: is it lawful, and does the city know?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Loads no check at start: what computes is imported where it is asked."""

    name = "compliance"
    verbose_name = _("Compliance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records, lists and X-rays live here."""
        from compliance.accommodations import waiting as requests
        from compliance.complaints import waiting as complaints
        from compliance.duties import room as duties
        from compliance.kinds import KINDS
        from compliance.law import room
        from compliance.lists.complaints import LISTS as COMPLAINTS
        from compliance.lists.coordinators import LISTS as COORDINATORS
        from compliance.lists.languages import LISTS as LANGUAGES
        from compliance.section3 import room as section3
        from compliance.surveys import room as barriers
        from compliance.title_vi import room as title_vi
        from compliance.words import ACTS as WORDS
        from compliance.xrays.coordinators import RULES as COORDINATOR_RULES
        from compliance.xrays.languages import RULES as LANGUAGE_RULES
        from raci import lists, records, xrays
        from raci.history.acts import ACTS
        from raci.queries import waits

        for kind in KINDS:
            records.register(kind)
        for listing in (*LANGUAGES, *COORDINATORS, *COMPLAINTS):
            lists.register(listing)
        for rule in (*LANGUAGE_RULES, *COORDINATOR_RULES):
            xrays.register(rule)
        for code, sentence in WORDS.items():
            ACTS.register(code, sentence)
        for one in (complaints, requests):
            waits.register(one.KIND, one.VERB, one.waits)
        room.register()
        barriers.register()
        duties.register()
        section3.register()
        title_vi.register()
