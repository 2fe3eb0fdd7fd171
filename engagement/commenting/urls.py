"""The addresses of public comment."""

from __future__ import annotations

from django.urls import path

from engagement.commenting import views

urlpatterns = [
    path("comments/", views.comment_round_list, name="comment-round-list"),
    path("comments/new/", views.comment_round_create, name="comment-round-create"),
    path("comments/<int:pk>/", views.comment_round_detail, name="comment-round-detail"),
    path("comments/<int:pk>/edit/", views.comment_round_edit, name="comment-round-edit"),
    path("comments/<int:pk>/record/", views.comment_record, name="comment-record"),
    path("comments/<int:pk>/outcome/", views.comment_outcome_create, name="comment-outcome-create"),
    path("comments/one/<int:pk>/", views.comment_judge, name="comment-judge"),
    path("comments/outcomes/<int:pk>/edit/", views.comment_outcome_edit, name="comment-outcome-edit"),
    path("public/comments/", views.public_comment_list, name="public-comment-list"),
    path("public/comments/<int:pk>/", views.public_comment_round, name="public-comment-round"),
]
