"""Directives; included at "directives/", in the namespace `raci`."""

from django.urls import path

from raci.views import directives as views

urlpatterns = [
    path("", views.directive_list, name="directive-list"),
    path("new/", views.directive_create, name="directive-create"),
    path("<int:pk>/", views.directive, name="directive"),
    path("<int:pk>/edit/", views.directive_edit, name="directive-edit"),
    path("<int:pk>/accept/", views.directive_accept, name="directive-accept"),
    path("<int:pk>/report/", views.directive_report, name="directive-report"),
    path("<int:pk>/close/", views.directive_close, name="directive-close"),
    path("<int:pk>/document/", views.directive_document, name="directive-document"),
    path("<int:pk>/closing-document/", views.directive_closing_document, name="directive-closing-document"),
]
