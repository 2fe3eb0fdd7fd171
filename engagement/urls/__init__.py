"""The pages of engagement, by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from engagement.urls.training import urlpatterns as training

app_name = "engagement"
urlpatterns: list[URLPattern | URLResolver] = [
    *training,
]
