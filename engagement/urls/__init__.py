"""The pages of engagement, by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from engagement.commenting.urls import urlpatterns as commenting
from engagement.partners.urls import urlpatterns as partners
from engagement.rounds.urls import urlpatterns as rounds
from engagement.surveys.urls import urlpatterns as surveys
from engagement.urls.helping import urlpatterns as helping
from engagement.urls.training import urlpatterns as training

app_name = "engagement"
urlpatterns: list[URLPattern | URLResolver] = [
    *training,
    *partners,
    *helping,
    *surveys,
    *rounds,
    *commenting,
]
