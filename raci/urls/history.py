"""The auditors' pages."""

from django.urls import path

from raci.views import history

urlpatterns = [
    path("", history.history, name="history"),
    path("export/", history.history_export, name="history-export"),
]
