"""The addresses of what the law says: requirements and packs."""

from __future__ import annotations

from django.urls import path

from compliance.views import asking, packs, parameters, requirements, watch

urlpatterns = [
    path("requirements/", requirements.requirement_list, name="requirement-list"),
    path("requirements/<str:code>/", requirements.requirement_detail, name="requirement-detail"),
    path("parameters/", parameters.parameter_list, name="parameter-list"),
    path("parameters/new/", parameters.parameter_create, name="parameter-create"),
    path("parameters/<int:pk>/", parameters.parameter_detail, name="parameter-detail"),
    path("parameters/<int:pk>/edit/", parameters.parameter_edit, name="parameter-edit"),
    path("parameters/<int:pk>/look-up/", parameters.parameter_verify, name="parameter-verify"),
    path("parameters/<int:pk>/<slug:way>/", parameters.parameter_follow, name="parameter-follow"),
    path("watch/", watch.law_watch, name="law-watch"),
    path("checks/", asking.check_list, name="check-list"),
    path("checks/<slug:code>/", asking.check_ask, name="check-ask"),
    path("packs/", packs.pack_list, name="pack-list"),
    path("packs/new/", packs.pack_create, name="pack-create"),
    path("packs/examples/<slug:code>/", packs.pack_adopt, name="pack-adopt"),
    path("packs/<int:pk>/", packs.pack_detail, name="pack-detail"),
    path("packs/<int:pk>/edit/", packs.pack_edit, name="pack-edit"),
    path("packs/<int:pk>/look-up/", parameters.pack_verify, name="pack-verify"),
    path("packs/<int:pk>/file/", packs.pack_upload, name="pack-upload"),
    path("packs/<int:pk>/requirements/", packs.requirement_create, name="requirement-create"),
    path("packs/<int:pk>/requirements/<str:code>/", packs.requirement_edit, name="requirement-edit"),
    path("packs/<int:pk>/requirements/<str:code>/retire/", packs.requirement_retire, name="requirement-retire"),
]
