"""The addresses of the registers."""

from __future__ import annotations

from django.urls import path

from plans.registers import views

urlpatterns = [
    path("registers/other-cities/", views.comparison_list, name="comparison-list"),
    path("registers/policies-there-are/", views.policy_list, name="policy-list"),
    path("registers/other-tables/", views.alignment_list, name="alignment-list"),
    path("registers/plans-far-ahead/", views.long_range_list, name="long-range-list"),
    path("registers/<slug:register>/new/", views.register_create, name="register-create"),
    path("registers/<slug:register>/<int:pk>/", views.register_entry, name="register-entry"),
    path("registers/<slug:register>/<int:pk>/edit/", views.register_edit, name="register-edit"),
]
