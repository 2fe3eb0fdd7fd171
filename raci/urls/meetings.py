"""Meetings, their agenda, what is taken down, minutes and calendars; the moves of reviewed records."""

from django.urls import path

from raci.views import calendars, links, meetings, minutes, occasions, reviews, taking

REVIEW = "reviews/<slug:kind>/<int:pk>/"

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("teams/<slug:code>/meetings/new/", meetings.meeting_create, name="meeting-create"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("meetings/<int:pk>/cancel/", meetings.meeting_cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/agenda/", meetings.meeting_agenda, name="meeting-agenda"),
    path("meetings/<int:pk>/take/", taking.meeting_take, name="meeting-take"),
    path("meetings/<int:pk>/attendance/", taking.meeting_attendance, name="meeting-attendance"),
    path("meetings/<int:pk>/close/", taking.meeting_close, name="meeting-close"),
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/approve/", minutes.minutes_approve, name="minutes-approve"),
    path("meetings/<int:pk>/invitation.ics", calendars.meeting_invitation, name="meeting-invitation"),
    path("agenda-items/<int:pk>/", meetings.agenda_item, name="agenda-item"),
    path("agenda-items/<int:pk>/notes/", taking.agenda_item_notes, name="agenda-item-notes"),
    path("agenda-items/<int:pk>/decision/", taking.resolution_add, name="resolution-add"),
    path("agenda-items/<int:pk>/action/", taking.action_item_add, name="action-item-add"),
    path("team-decisions/<int:pk>/withdraw/", taking.resolution_withdraw, name="resolution-withdraw"),
    path("action-items/", taking.action_item_list, name="action-item-list"),
    path("action-items/<int:pk>/", taking.action_item, name="action-item"),
    path("action-items/<int:pk>/put-off/", taking.action_item_put_off, name="action-item-put-off"),
    path("calendar/", occasions.occasion_calendar, name="occasions"),
    path("calendars/<str:key>/everything.ics", occasions.occasion_feed, name="occasion-feed"),
    path("waiting/<str:token>/", links.waiting_link, name="waiting-link"),
    path("account/calendar/", calendars.calendar, name="calendar"),
    path("account/calendar/made/", calendars.calendar_made, name="calendar-made"),
    path("calendars/<str:key>/meetings.ics", calendars.calendar_feed, name="calendar-feed"),
    path("calendars/<str:key>/<slug:team>.ics", calendars.calendar_feed, name="calendar-team"),
    path(f"{REVIEW}hand-in/", reviews.review_hand_in, name="review-hand-in"),
    path(f"{REVIEW}accept/", reviews.review_accept, name="review-accept"),
    path(f"{REVIEW}return/", reviews.review_return, name="review-return"),
    path(f"{REVIEW}take-back/", reviews.review_take_back, name="review-take-back"),
]
