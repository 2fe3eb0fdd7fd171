"""Addresses of reports and of prints."""

from django.urls import path

from reports import release_views, report_views, views

app_name = "reports"
urlpatterns = [
    path("reports/", report_views.report_list, name="report-list"),
    path("reports/new/", report_views.report_create, name="report-create"),
    path("reports/<int:pk>/", report_views.report_detail, name="report-detail"),
    path("reports/<int:pk>/edit/", report_views.report_edit, name="report-edit"),
    path("reports/<int:pk>/facts/", report_views.report_anew, name="report-anew"),
    path("reports/<int:pk>/sections/<slug:section>/", report_views.section_edit, name="report-section"),
    path("reports/<int:pk>/editions/", report_views.edition_create, name="edition-create"),
    path("reports/<int:pk>/release/", release_views.report_release, name="report-release"),
    path("reports/<int:pk>/receipt/", release_views.receipt_confirm, name="receipt-confirm"),
    path("reports/editions/<int:pk>/", report_views.edition_file, name="edition-file"),
    path("reports/editions/<int:pk>/data/<int:number>/", report_views.edition_data, name="edition-data"),
    path("reports/public/", release_views.public_list, name="public-list"),
    path("reports/public/<int:pk>/", release_views.public_detail, name="public-detail"),
    path("reports/public/editions/<int:pk>/", release_views.public_file, name="public-file"),
    path("reports/public/editions/<int:pk>/data/<int:number>/", release_views.public_data, name="public-data"),
    path("prints/<slug:kind>/<int:subject>/", views.print_request, name="print-request"),
]
