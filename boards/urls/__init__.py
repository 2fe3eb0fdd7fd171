"""The addresses below /boards/."""

from __future__ import annotations

from django.urls import URLPattern, path

from boards.urls import applying, audits, rosters
from boards.urls.vault import urlpatterns as vault
from boards.views import appointments, boards, public, recommendations, seats

app_name = "boards"

urlpatterns: list[URLPattern] = [
    *rosters.urlpatterns,
    *audits.urlpatterns,
    path("", boards.board_list, name="board-list"),
    path("boards.popolo.json", boards.board_popolo, name="board-popolo"),
    path("public/boards.popolo.json", public.public_popolo, name="public-popolo"),
    path("public/", public.public_list, name="public-list"),
    path("public/vacancies/", public.public_vacancies, name="public-vacancies"),
    *applying.urlpatterns,
    path("public/<slug:code>/", public.public_detail, name="public-detail"),
    path("new/", boards.board_create, name="board-create"),
    path("vacancies/", seats.vacancy_list, name="vacancy-list"),
    path("vacancies/<int:pk>/edit/", seats.vacancy_edit, name="vacancy-edit"),
    path("appointments/", appointments.appointment_list, name="appointment-list"),
    path("appointments/<int:pk>/", appointments.appointment_detail, name="appointment-detail"),
    path("appointments/<int:pk>/step/", appointments.appointment_step, name="appointment-step"),
    path("appointments/<int:pk>/edit/", appointments.appointment_edit, name="appointment-edit"),
    path("appointments/<int:pk>/end/", appointments.appointment_end, name="appointment-end"),
    path("appointments/<int:pk>/contact/", appointments.member_contact, name="member-contact"),
    path("recommendations/", recommendations.recommendation_list, name="recommendation-list"),
    path("terms/", appointments.term_calendar, name="term-calendar"),
    path("terms/terms.ics", appointments.term_calendar_file, name="term-calendar-file"),
    path("terms/<slug:key>/terms.ics", appointments.term_feed, name="term-feed"),
    path("seats/<int:pk>/", seats.seat_detail, name="seat-detail"),
    path("seats/<int:pk>/edit/", seats.seat_edit, name="seat-edit"),
    path("seats/<int:pk>/abolish/", seats.seat_abolish, name="seat-abolish"),
    path("seats/<int:pk>/announce/", seats.vacancy_announce, name="vacancy-announce"),
    path("seats/<int:pk>/appoint/", appointments.appointment_create, name="appointment-create"),
    path("board/<slug:code>/", boards.board_detail, name="board-detail"),
    path("board/<slug:code>/edit/", boards.board_edit, name="board-edit"),
    path("board/<slug:code>/liaison/", boards.board_liaison, name="board-liaison"),
    path("board/<slug:code>/contact/", boards.board_contact, name="board-contact"),
    path("board/<slug:code>/recommend/", recommendations.board_recommend, name="board-recommend"),
    path("board/<slug:code>/dissolve/", boards.board_dissolve, name="board-dissolve"),
    path("board/<slug:code>/seats/new/", seats.seat_create, name="seat-create"),
    *vault,
]
