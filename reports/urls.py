"""Addresses of prints."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("<slug:kind>/<int:subject>/", views.print_request, name="print-request"),
    path("job/<int:pk>/", views.print_detail, name="print-detail"),
    path("job/<int:pk>/file/", views.print_file, name="print-file"),
]
