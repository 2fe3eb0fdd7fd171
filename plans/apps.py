"""Plans: what bureaus commit to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Registers the plan with the kernel."""

    name = "plans"
    verbose_name = _("Plans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the kernel which kinds of records, and which list, live here."""
        from plans import kinds
        from plans.annual.room import register as annual
        from plans.answering.queries import carried
        from plans.answering.xrays import LATE
        from plans.assessing import room as assessing
        from plans.bringing import waiting as bringing
        from plans.budgets import room as budgets
        from plans.experience.xrays import RULES as EXPERIENCE
        from plans.guided import room as guided
        from plans.initiatives import room as initiatives
        from plans.lists import PLANS
        from plans.occasions import SOURCES as OCCASIONS
        from plans.on_posts import ACTIONS
        from plans.owed import actions_led
        from plans.portfolio.lists import ACTIONS as ACTION_LIST
        from plans.portfolio.xrays import UNLED
        from plans.progress.room import register as progress
        from plans.registers import room as registers
        from plans.standards import waiting
        from plans.standards.acts import REVIEW
        from plans.standards.lists import STANDARD_LIST
        from plans.standards.words import ACTS as STANDARDS_ACTS
        from plans.standards.xrays import UNANSWERED
        from plans.turning.xrays import LAPSED
        from plans.xrays import RULES
        from raci import carried_out, lists, occasions, on_posts, owed, records, reviewing, xrays
        from raci.history.acts import ACTS
        from raci.queries import waits

        for kind in (*kinds.PLANS, kinds.ACTION_STATUS, *kinds.STANDARDS, kinds.ADOPTION):
            records.register(kind)
        reviewing.register(REVIEW)
        for listing in (PLANS, ACTION_LIST, STANDARD_LIST):
            lists.register(listing)
        waits.register("adopt", waiting.ADOPT, waiting.waits)
        waits.register("bring", bringing.CONFIRM, bringing.waits)
        for rule in (*RULES, UNANSWERED, bringing.UNCONFIRMED, UNLED, *EXPERIENCE, LAPSED):
            xrays.register(rule)
        on_posts.register(ACTIONS)
        for source in OCCASIONS:
            occasions.register(source)
        owed.register("actions_led", actions_led)
        ACTS.register("status", _("said where an action stands"))
        for code, words in STANDARDS_ACTS.items():
            ACTS.register(code, words)
        progress()
        for room in (initiatives, assessing, budgets, registers, guided):
            room.register()
        annual()
        xrays.register(LATE)
        carried_out.register(carried)
