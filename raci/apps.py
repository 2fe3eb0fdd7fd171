"""The kernel: who may do what, for which unit, when, on whose authority, and the proof."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class RaciConfig(AppConfig):
    """Registers the kernel's own kinds of records, and the checks of history."""

    name = "raci"
    verbose_name = _("Governance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the registries which kinds live here, and Django which check to make (`check --database default`)."""
        from raci import jobs, kinds, records
        from raci.history.checks import history_is_guarded
        from raci.jobs.history import HISTORY

        jobs.register(HISTORY)
        for kind in kinds.KINDS:
            records.register(kind)
        checks.register(history_is_guarded, checks.Tags.database)
