"""Engagement: who was heard, who was trained, with whom the city works."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    """Tells the kernel what lives here."""

    name = "engagement"
    verbose_name = _("Engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds, lists, X-rays and words of acts."""
        from engagement.commenting import room as commenting
        from engagement.desk import waiting as desk
        from engagement.desk.lists import HELP as HELP_LIST
        from engagement.desk.xrays import UNANSWERED
        from engagement.helping_words import ACTS as HELPING_ACTS
        from engagement.kinds import KINDS
        from engagement.partners import room as partners
        from engagement.rounds import room as rounds
        from engagement.toolkits.lists import TOOLS
        from engagement.toolkits.xrays import RULES as TOOL_RULES
        from engagement.training import waiting as training
        from engagement.training.lists import LISTS as TRAINING_LISTS
        from engagement.training.occasions import SOURCES as TRAINING_OCCASIONS
        from engagement.training.programmes import REVIEW as PROGRAMME_REVIEW
        from engagement.training.words import ACTS as TRAINING_ACTS
        from engagement.training.xrays import RULES as TRAINING_RULES
        from raci import lists, occasions, records, reviewing, xrays
        from raci.history.acts import ACTS
        from raci.queries import waits

        for kind in KINDS:
            records.register(kind)
        for review in (PROGRAMME_REVIEW,):
            reviewing.register(review)
        for listing in (*TRAINING_LISTS, TOOLS, HELP_LIST):
            lists.register(listing)
        for rule in (*TRAINING_RULES, *TOOL_RULES, UNANSWERED):
            xrays.register(rule)
        for code, sentence in (*TRAINING_ACTS.items(), *HELPING_ACTS.items()):
            ACTS.register(code, sentence)
        for source in TRAINING_OCCASIONS:
            occasions.register(source)
        waits.register("train", training.TRAIN, training.people_to_train)
        waits.register("cohort", training.KEEP, training.cohorts_to_keep)
        partners.register()
        waits.register("help", desk.HELP, desk.waits)
        rounds.register()
        commenting.register()
