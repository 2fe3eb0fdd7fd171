"""Work in the background. Loaded with the settings, so that tasks called anywhere in the portal find the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")

app = Celery("equity_portal", task_cls="equity_portal.tasking:PortalTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
