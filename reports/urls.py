"""Addresses of prints."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("<slug:kind>/<int:subject>/", views.print_request, name="print-request"),
]
