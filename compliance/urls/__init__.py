"""The addresses below /law/: each room's in a module of its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.urls import law
from compliance.urls.barriers import urlpatterns as barriers
from compliance.urls.complaints import urlpatterns as complaints
from compliance.urls.coordinators import urlpatterns as coordinators
from compliance.urls.duties import urlpatterns as duties
from compliance.urls.languages import urlpatterns as languages
from compliance.urls.section3 import urlpatterns as section3
from compliance.urls.selections import urlpatterns as selections
from compliance.urls.title_vi import urlpatterns as title_vi
from compliance.views.home import home

app_name = "compliance"

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    *duties,
    *languages,
    *law.urlpatterns,
    *complaints,
    *coordinators,
    *selections,
    *barriers,
    *section3,
    *title_vi,
]
