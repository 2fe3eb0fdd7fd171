"""The kernel: who may do what, for which unit, when, on whose authority, and the proof."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RaciConfig(AppConfig):
    """Registers the history checks."""

    name = "raci"
    verbose_name = _("Governance")
    default_auto_field = "django.db.models.BigAutoField"
