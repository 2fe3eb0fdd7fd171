"""What is printed: facts, HTML, PDF."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Prints what the rooms below show."""

    name = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kind, its list, and what workers make."""
        from raci import jobs, lists, records
        from raci.history.acts import ACTS
        from reports.editions import MAKE
        from reports.governed import REPORT
        from reports.lists import REPORT_LIST
        from reports.printing import PRINT
        from reports.words import ACTS as WORDS

        records.register(REPORT)
        lists.register(REPORT_LIST)
        for work in (PRINT, MAKE):
            jobs.register(work)
        for code, words in WORDS.items():
            ACTS.register(code, words)
