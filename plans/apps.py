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
        from plans.lists import PLANS
        from plans.on_posts import ACTIONS
        from plans.owed import actions_led
        from plans.xrays import RULES
        from raci import lists, on_posts, owed, records, xrays
        from raci.history.acts import ACTS

        records.register(kinds.PLAN)
        records.register(kinds.ACTION_STATUS)
        lists.register(PLANS)
        for rule in RULES:
            xrays.register(rule)
        on_posts.register(ACTIONS)
        owed.register("actions_led", actions_led)
        ACTS.register("status", _("said where an action stands"))
