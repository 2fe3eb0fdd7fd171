"""Boards and commissions: who sits, until when, and which seats are empty."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    """Tells the kernel which kinds of records live here."""

    name = "boards"
    verbose_name = _("Boards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds."""
        from boards.kinds import KINDS
        from raci import records

        for kind in KINDS:
            records.register(kind)
