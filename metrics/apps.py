"""Metrics: what is measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Loads nothing that computes: the statistics import numpy, and are imported where they are used."""

    name = "metrics"
    verbose_name = _("Metrics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records live here."""
        from metrics.kinds import KINDS
        from raci import records

        for kind in KINDS:
            records.register(kind)
