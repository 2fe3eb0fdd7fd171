"""What the web server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from equity_portal.celery import app as celery_app
from equity_portal.environment import fit_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")

__all__ = ["application", "celery_app"]
application = get_wsgi_application()
if settings.HTTPS:  # a deployment that could not keep what people confide to it does not open
    fit_key(settings.PAYLOAD_KEY, "PAYLOAD_KEY")
