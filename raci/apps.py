"""The kernel: who may do what, for which unit, when, on whose authority, and the proof."""

from django.apps import AppConfig
from django.core import checks
from django.db.models import ForeignKey
from django.utils.translation import gettext_lazy as _


class RaciConfig(AppConfig):
    """Registers the kernel's own kinds of records, and the checks of history."""

    name = "raci"
    verbose_name = _("Governance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the registries what lives here, and Django which check to make (`check --database default`)."""
        from raci import agenda, jobs, kinds, lists, occasions, on_posts, owed, records, reviewing, xrays
        from raci.actions.meetings import minutes
        from raci.actions.recommendations import REVIEW
        from raci.history.checks import history_is_guarded, restricted_is_not_pointed_at
        from raci.jobs.history import HISTORY
        from raci.lists.exports import EXPORT
        from raci.numbers import Among
        from raci.queries.lists import LISTINGS
        from raci.queries.meetings import proposed
        from raci.queries.meetings.calendars import register_feed
        from raci.queries.occasions import FEED as EVERYTHING
        from raci.queries.occasions import SOURCES as OCCASIONS
        from raci.queries.on_posts import SOURCES
        from raci.queries.owed import OWED
        from raci.queries.xrays import RULES

        ForeignKey.register_lookup(Among)
        for work in (HISTORY, EXPORT):
            jobs.register(work)
        for kind in kinds.KINDS:
            records.register(kind)
        reviewing.register(REVIEW)
        reviewing.register(minutes.REVIEW)
        for proposing in proposed.SOURCES:
            agenda.register(proposing)
        for listing in LISTINGS:
            lists.register(listing)
        for rule in RULES:
            xrays.register(rule)
        for source in SOURCES:
            on_posts.register(source)
        for dated in OCCASIONS:
            occasions.register(dated)
        register_feed(EVERYTHING)
        for code, owing in OWED.items():
            owed.register(code, owing)
        checks.register(history_is_guarded, checks.Tags.database)
        checks.register(restricted_is_not_pointed_at, checks.Tags.models)
