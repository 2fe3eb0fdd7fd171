"""The portal's addresses, and pages that say each thing that can go wrong."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import path

from equity_portal.urls import handler400, handler403, handler404, handler429, handler500
from equity_portal.urls import urlpatterns as portal
from tests.equity_portal.pages import busy, says

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [
    *portal,
    path("wrong/busy/", busy),
    path("wrong/too-often/", lambda request: render(request, "errors/429.html", status=429)),
    path("wrong/<what>/", says),
]
