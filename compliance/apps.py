"""Compliance: is it lawful, and does the city know?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    """Loads no check at start: what computes is imported where it is asked."""

    name = "compliance"
    verbose_name = _("Compliance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records live here."""
        from compliance.kinds import KINDS
        from raci import records

        for kind in KINDS:
            records.register(kind)
