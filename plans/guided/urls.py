"""The addresses of guided writing and of the plan template."""

from __future__ import annotations

from django.urls import path

from plans.guided import remark_views, template_views, views

urlpatterns = [
    path("<int:pk>/write/", views.plan_write, name="plan-write"),
    path("<int:pk>/write/take/", views.plan_write_take, name="plan-write-take"),
    path("sections/<int:pk>/write/", views.section_write, name="section-write"),
    path("sections/<int:pk>/remark/", remark_views.section_remark, name="section-remark"),
    path("remarks/<int:pk>/answer/", remark_views.remark_answer, name="remark-answer"),
    path("template/", template_views.template_detail, name="template-detail"),
    path("template/begin/", template_views.template_begin, name="template-begin"),
    path("template/<int:pk>/", template_views.template_version, name="template-version"),
    path("template/<int:pk>/issue/", template_views.template_issue, name="template-issue"),
    path("template/<int:pk>/discard/", template_views.template_discard, name="template-discard"),
    path("template/<int:pk>/sections/new/", template_views.template_section_create, name="template-section-create"),
    path("template/sections/<int:pk>/edit/", template_views.template_section_edit, name="template-section-edit"),
    path("template/sections/<int:pk>/remove/", template_views.template_section_remove, name="template-section-remove"),
]
