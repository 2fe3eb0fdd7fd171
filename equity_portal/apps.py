"""The portal itself: settings, urls, home, launcher. It composes; no app imports it."""

from django.apps import AppConfig


class EquityPortalConfig(AppConfig):
    """Holds the checks of a deployment."""

    name = "equity_portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the portal's Celery the one that tasks are queued with."""
        from equity_portal import celery

        celery.app.set_default()
