"""The addresses of Title VI."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import title_vi as views

urlpatterns: list[URLPattern] = [
    path("title-vi/", views.title_vi, name="title-vi"),
    path("title-vi/programmes/new/", views.transit_programme_create, name="transit-programme-create"),
    path("title-vi/programmes/<int:pk>/", views.transit_programme_detail, name="transit-programme-detail"),
    path("title-vi/programmes/<int:pk>/edit/", views.transit_programme_edit, name="transit-programme-edit"),
    path("title-vi/changes/", views.service_equity_list, name="service-equity-list"),
    path("title-vi/changes/new/", views.service_equity_create, name="service-equity-create"),
    path("title-vi/changes/<int:pk>/", views.service_equity_detail, name="service-equity-detail"),
    path("title-vi/changes/<int:pk>/follow-up/", views.service_equity_follow_up, name="service-equity-follow-up"),
    path("title-vi/changes/<int:pk>/withdraw/", views.service_equity_withdraw, name="service-equity-withdraw"),
    path("title-vi/routes/", views.route_monitoring_list, name="route-monitoring-list"),
    path("title-vi/routes/new/", views.route_monitoring_create, name="route-monitoring-create"),
    path("title-vi/routes/<int:pk>/", views.route_monitoring_detail, name="route-monitoring-detail"),
    path("title-vi/routes/<int:pk>/withdraw/", views.route_monitoring_withdraw, name="route-monitoring-withdraw"),
]
