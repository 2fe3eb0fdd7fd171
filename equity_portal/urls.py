"""Where every address leads."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from equity_portal.api_docs import docs
from equity_portal.appearance import accent
from raci.admin import queue
from raci.views.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("equity_portal.health")),
    path("", include("raci.urls")),
    path("plans/", include("plans.urls")),
    path("figures/", include("metrics.urls")),
    path("law/", include("compliance.urls")),
    path("boards/", include("boards.urls")),
    path("engagement/", include("engagement.urls")),
    path("", include("reports.urls")),
    path("accounts/", include("equity_portal.account_urls")),
    path("admin/", queue.urls),
    path("api/v1/docs/", docs, name="api-docs"),
    path("api/", include("equity_portal.api")),
    path("accent.css", accent, name="accent"),
]

handler400 = "equity_portal.errors.bad_request"
handler403 = "equity_portal.errors.forbidden"
handler404 = "equity_portal.errors.not_found"
handler429 = "equity_portal.errors.too_often"
handler500 = "equity_portal.errors.server_error"
