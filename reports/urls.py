"""Addresses of prints."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("<int:pk>/", views.print_detail, name="print-detail"),
    path("<int:pk>/file/", views.print_file, name="print-file"),
    path("<slug:kind>/<int:subject>/", views.print_request, name="print-request"),
]
