"""The addresses of training, the public's among them."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagement.training.views import cohorts, programmes, public

urlpatterns: list[URLPattern] = [
    path("training/", programmes.programme_list, name="programme-list"),
    path("training/new/", programmes.programme_create, name="programme-create"),
    path("training/units/", programmes.training_owed, name="training-owed"),
    path("training/<int:pk>/", programmes.programme_detail, name="programme-detail"),
    path("training/<int:pk>/edit/", programmes.programme_edit, name="programme-edit"),
    path("training/<int:pk>/next/", programmes.programme_next, name="programme-next"),
    path("training/<int:pk>/units/new/", programmes.programme_ask, name="programme-ask"),
    path("training/units/<int:pk>/remove/", programmes.programme_ask_no_more, name="programme-ask-no-more"),
    path("training/<int:pk>/material/new/", programmes.material_create, name="material-create"),
    path("training/material/<int:pk>/", programmes.material_file, name="material-file"),
    path("training/material/<int:pk>/remove/", programmes.material_remove, name="material-remove"),
    path("training/<int:pk>/cohorts/new/", cohorts.cohort_create, name="cohort-create"),
    path("cohorts/", cohorts.cohort_list, name="cohort-list"),
    path("cohorts/<int:pk>/", cohorts.cohort_detail, name="cohort-detail"),
    path("cohorts/<int:pk>/edit/", cohorts.cohort_edit, name="cohort-edit"),
    path("cohorts/<int:pk>/sessions/new/", cohorts.session_create, name="session-create"),
    path("cohorts/<int:pk>/apply/", cohorts.cohort_apply, name="cohort-apply"),
    path("cohorts/<int:pk>/withdraw/", cohorts.cohort_withdraw, name="cohort-withdraw"),
    path("cohorts/<int:pk>/people/", cohorts.cohort_people, name="cohort-people"),
    path("cohorts/<int:pk>/people/new/", cohorts.enrolment_create, name="enrolment-create"),
    path("cohorts/<int:pk>/finish/", cohorts.cohort_finish, name="cohort-finish"),
    path("sessions/<int:pk>/edit/", cohorts.session_edit, name="session-edit"),
    path("sessions/<int:pk>/sheet/", cohorts.session_sheet, name="session-sheet"),
    path("sessions/<int:pk>/here/", cohorts.session_attend, name="session-attend"),
    path("enrolments/<int:pk>/outcome/", cohorts.outcome_create, name="outcome-create"),
    path("certificates/", cohorts.certificate_list, name="certificate-list"),
    path("certificates/<int:pk>/", cohorts.certificate_detail, name="certificate-detail"),
    path("certificates/<int:pk>/take-back/", cohorts.certificate_take_back, name="certificate-take-back"),
    path("public/academy/", public.academy_list, name="academy-list"),
    path("public/academy/<int:pk>/apply/", public.academy_apply, name="academy-apply"),
    path("public/academy/mine/", public.academy_follow, name="academy-follow"),
    path("public/academy/questions/<slug:key>/", public.cohort_answers, name="cohort-answers"),
    path("public/certificate/", public.certificate_check, name="certificate-check"),
]
