"""The addresses of the transition plan and of the digital inventory."""

from __future__ import annotations

from django.urls import URLPattern, path

from compliance.views import barriers, digital, facilities, surveys, transition_plan

urlpatterns: list[URLPattern] = [
    path("plan/", transition_plan.transition_plan, name="transition-plan"),
    path("barriers/", barriers.barrier_list, name="barrier-list"),
    path("barriers/change/", barriers.barrier_change, name="barrier-change"),
    path("barriers/<int:pk>/", barriers.barrier_detail, name="barrier-detail"),
    path("barriers/<int:pk>/edit/", barriers.barrier_edit, name="barrier-edit"),
    path("barriers/<int:pk>/verify/", barriers.barrier_verify, name="barrier-verify"),
    path("barriers/<int:pk>/photos/", barriers.photo_add, name="photo-add"),
    path("barriers/<int:pk>/comments/", barriers.comment_create, name="comment-create"),
    path("barriers/photos/<int:pk>/", barriers.photo_file, name="photo-file"),
    path("barriers/photos/<int:pk>/remove/", barriers.photo_remove, name="photo-remove"),
    path("barriers/comments/<int:pk>/", barriers.comment_edit, name="comment-edit"),
    path("facilities/", facilities.facility_list, name="facility-list"),
    path("facilities/new/", facilities.facility_create, name="facility-create"),
    path("facilities/<int:pk>/", facilities.facility_detail, name="facility-detail"),
    path("facilities/<int:pk>/edit/", facilities.facility_edit, name="facility-edit"),
    path("facilities/<int:pk>/barriers/new/", barriers.barrier_create, name="barrier-create"),
    path("surveys/", surveys.survey_create, name="survey-create"),
    path("surveys/<int:pk>/", surveys.survey_detail, name="survey-detail"),
    path("surveys/<int:pk>/columns/", surveys.survey_columns, name="survey-columns"),
    path("surveys/<int:pk>/check/", surveys.survey_check, name="survey-check"),
    path("surveys/<int:pk>/verdicts/", surveys.survey_verdicts, name="survey-verdicts"),
    path("surveys/<int:pk>/undo/", surveys.survey_undo, name="survey-undo"),
    path("digital/", digital.digital_list, name="digital-list"),
    path("digital/rule/", digital.digital_rule, name="digital-rule"),
    path("digital/new/", digital.digital_create, name="digital-create"),
    path("digital/<int:pk>/", digital.digital_detail, name="digital-detail"),
    path("digital/<int:pk>/edit/", digital.digital_edit, name="digital-edit"),
]
