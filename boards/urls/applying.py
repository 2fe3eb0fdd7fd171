"""Addresses of vacancies and applications, the public's among them, and of meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from boards.views import applications, meetings, public_applications, vacancies

urlpatterns: list[URLPattern] = [
    path("public/vacancies/<int:pk>/apply/", public_applications.public_apply, name="public-apply"),
    path("public/application/follow/", public_applications.public_application_follow, name="public-application-follow"),
    path("vacancies/<int:pk>/", vacancies.vacancy_detail, name="vacancy-detail"),
    path("vacancies/<int:pk>/shortlist/", vacancies.vacancy_shortlist, name="vacancy-shortlist"),
    path("vacancies/<int:pk>/close/", vacancies.vacancy_close, name="vacancy-close"),
    path("vacancies/<int:pk>/erase/", vacancies.vacancy_erase, name="vacancy-erase"),
    path("vacancies/<int:pk>/applications/new/", vacancies.application_create, name="application-create"),
    path("applications/", applications.application_list, name="application-list"),
    path("applications/<int:pk>/", applications.application_detail, name="application-detail"),
    path("applications/<int:pk>/nominate/", applications.application_nominate, name="application-nominate"),
    path("applications/<int:pk>/<slug:code>/", applications.application_step, name="application-step"),
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/<int:pk>/", meetings.meeting_attendance, name="meeting-attendance"),
    path("meetings/<int:pk>/day/", meetings.meeting_edit, name="meeting-edit"),
    path("board/<slug:code>/meetings/", meetings.board_meetings, name="board-meetings"),
    path("board/<slug:code>/meetings/new/", meetings.meeting_create, name="meeting-create"),
]
