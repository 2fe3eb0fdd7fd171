"""Plans: what bureaus commit to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Registers the plan with the kernel."""

    name = "plans"
    verbose_name = _("Plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records live here."""
        from plans import kinds
        from raci import records

        records.register(kinds.PLAN)
        records.register(kinds.ACTION_STATUS)
