"""Metrics: what is measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Loads nothing that computes: the statistics import numpy, and are imported where they are used."""

    name = "metrics"
    verbose_name = _("Metrics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records, lists, jobs and which part of a city's folder live here."""
        from metrics.actions import batches, goals, indicators
        from metrics.bringing.job import BRINGING_IN
        from metrics.city.part import FIGURES
        from metrics.kinds import KINDS
        from metrics.lists import LISTINGS
        from metrics.releases.making import MAKING
        from metrics.words import ACTS as WORDS
        from metrics.xrays import RULES
        from raci import jobs, lists, records, reviewing, xrays
        from raci.city import parts
        from raci.history.acts import ACTS

        for kind in KINDS:
            records.register(kind)
        for review in (indicators.REVIEW, goals.TARGETS, goals.BENCHMARKS, batches.REVIEW):
            reviewing.register(review)
        for listing in LISTINGS:
            lists.register(listing)
        jobs.register(MAKING)
        jobs.register(BRINGING_IN)
        for rule in RULES:
            xrays.register(rule)
        parts.register(FIGURES)
        for code, sentence in WORDS.items():
            ACTS.register(code, sentence)
