"""Addresses of complaints: the public's, and those of whoever reads them."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import complaint_imports as imports
from compliance.views import complaints as views
from compliance.views import public_complaints as public

urlpatterns: list[URLPattern] = [
    path("public/complaint/", public.public_complaint, name="public-complaint"),
    path("public/complaint/follow/", public.public_complaint_follow, name="public-complaint-follow"),
    path("complaints/", views.complaint_list, name="complaint-list"),
    path("complaints/new/", views.complaint_create, name="complaint-create"),
    path("complaints/figures/", views.complaint_figures, name="complaint-figures"),
    path("complaints/log/", views.complaint_log, name="complaint-log"),
    path("complaints/import/", imports.complaint_import, name="complaint-import"),
    path("complaints/<int:pk>/", views.complaint_detail, name="complaint-detail"),
    path("complaints/<int:pk>/read/", views.complaint_read, name="complaint-read"),
    path("complaints/<int:pk>/edit/", views.complaint_edit, name="complaint-edit"),
    path("complaints/<int:pk>/ask/", views.information_create, name="information-create"),
    path("complaints/<int:pk>/erase/", views.complaint_erase, name="complaint-erase"),
    path("complaints/<int:pk>/<slug:kind>/", views.complaint_step, name="complaint-step"),
    path("complaints/files/<int:pk>/", views.complaint_file, name="complaint-file"),
    path("information/<int:pk>/", views.information_detail, name="information-detail"),
]
