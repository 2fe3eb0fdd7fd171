"""Teams, their members and nominations, for programs; one module a noun, and their addresses."""

from raci.api.teams.urls import urlpatterns

__all__ = ["urlpatterns"]
