"""What is printed: facts, HTML, PDF."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Prints what the rooms below show."""

    name = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the workers what can be printed."""
        from raci import jobs
        from reports.printing import PRINT

        jobs.register(PRINT)
