"""Engagement: who was heard, who was trained, with whom the city works."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    """Tells the kernel what lives here."""

    name = "engagement"
    verbose_name = _("Engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds, lists, X-rays and words of acts."""
        from engagement.kinds import KINDS
        from raci import records

        for kind in KINDS:
            records.register(kind)
