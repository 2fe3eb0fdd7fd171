"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from equity_portal.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")

__all__ = ["application", "celery_app"]
application = get_wsgi_application()
