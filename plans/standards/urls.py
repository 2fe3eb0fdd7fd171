"""The addresses of standards and policies. One is named by its record's number."""

from __future__ import annotations

from django.urls import path

from plans.standards import views

urlpatterns = [
    path("standards/", views.standard_list, name="standard-list"),
    path("standards/new/", views.standard_create, name="standard-create"),
    path("standards/grid/", views.adoption_grid, name="adoption-grid"),
    path("standards/<int:pk>/", views.standard_detail, name="standard-detail"),
    path("standards/<int:pk>/edit/", views.standard_edit, name="standard-edit"),
    path("standards/<int:pk>/clauses/new/", views.clause_create, name="clause-create"),
    path("standards/<int:pk>/answers/<slug:unit>/", views.adoption_answer, name="adoption-answer"),
    path("standards/clauses/<int:pk>/edit/", views.clause_edit, name="clause-edit"),
    path("standards/clauses/<int:pk>/remove/", views.clause_remove, name="clause-remove"),
    path("standards/answers/<int:pk>/", views.adoption_detail, name="adoption-detail"),
]
