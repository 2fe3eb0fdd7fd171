"""The kernel: who may do what, for which unit, when, on whose authority, and the proof."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RaciConfig(AppConfig):
    """Registers the kernel's own kinds of records, and the checks of history."""

    name = "raci"
    verbose_name = _("Governance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the registry which kinds live here."""
        from raci import kinds, records

        for kind in kinds.KINDS:
            records.register(kind)
