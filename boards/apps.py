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
        from boards.applying import waiting
        from boards.bringing.job import BRINGING_IN
        from boards.kinds import KINDS
        from boards.lists.applications import APPLICATIONS
        from boards.lists.audits import AUDIT_LIST
        from boards.lists.boards import BOARDS
        from boards.lists.meetings import MEETINGS
        from boards.lists.recommendations import BOARD_RECOMMENDATIONS
        from boards.lists.seats import APPOINTMENTS, VACANCIES
        from boards.occasions import SOURCE as OCCASIONS
        from boards.queries.calendar import FEED
        from boards.queries.recommendations import board_of_recommendation
        from boards.vault.acts import ACTS as VAULT
        from boards.words import ACTS as WORDS
        from boards.xrays.applications import RULES as OF_APPLICATIONS
        from boards.xrays.boards import RULES
        from raci import jobs, lists, occasions, records, xrays
        from raci.bodies import register_bodies
        from raci.history.acts import ACTS
        from raci.queries import waits
        from raci.queries.meetings.calendars import register_feed

        for kind in KINDS:
            records.register(kind)
        waits.register(waiting.KIND, waiting.VERB, waiting.waits)
        for listing in (BOARDS, VACANCIES, APPOINTMENTS, APPLICATIONS, MEETINGS, AUDIT_LIST, BOARD_RECOMMENDATIONS):
            lists.register(listing)
        for rule in (*RULES, *OF_APPLICATIONS):
            xrays.register(rule)
        for code, sentence in (*WORDS.items(), *VAULT.items()):
            ACTS.register(code, sentence)
        register_bodies(board_of_recommendation)
        register_feed(FEED)
        occasions.register(OCCASIONS)
        jobs.register(BRINGING_IN)
