"""Boards and commissions: who sits, until when, and which seats are empty."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    """Tells the kernel what lives here."""

    name = "boards"
    verbose_name = _("Boards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds, lists, X-rays, words of acts and the calendar."""
        from boards.bringing.job import BRINGING_IN
        from boards.kinds import KINDS
        from boards.lists.boards import BOARDS
        from boards.lists.seats import APPOINTMENTS, VACANCIES
        from boards.queries.calendar import FEED
        from boards.vault.acts import ACTS as VAULT
        from boards.words import ACTS as WORDS
        from boards.xrays.boards import RULES
        from raci import jobs, lists, records, xrays
        from raci.history.acts import ACTS
        from raci.queries.meetings.calendars import register_feed

        for kind in KINDS:
            records.register(kind)
        for listing in (BOARDS, VACANCIES, APPOINTMENTS):
            lists.register(listing)
        for rule in RULES:
            xrays.register(rule)
        for code, sentence in (*WORDS.items(), *VAULT.items()):
            ACTS.register(code, sentence)
        register_feed(FEED)
        jobs.register(BRINGING_IN)
