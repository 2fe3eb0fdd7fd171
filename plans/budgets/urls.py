"""The addresses of budget reviews, their lines, and the template's questions."""

from __future__ import annotations

from django.urls import path

from plans.budgets import views

urlpatterns = [
    path("budgets/", views.budget_review_list, name="budget-review-list"),
    path("budgets/new/", views.budget_review_create, name="budget-review-create"),
    path("budgets/lines/", views.budget_line_list, name="budget-line-list"),
    path("budgets/<int:pk>/", views.budget_review_detail, name="budget-review-detail"),
    path("budgets/<int:pk>/answers/", views.budget_review_answer, name="budget-review-answer"),
    path("budgets/<int:pk>/lines/new/", views.budget_line_create, name="budget-line-create"),
    path("budgets/<int:pk>/lines/bring-in/", views.budget_lines_bring, name="budget-lines-bring"),
    path("budgets/lines/<int:pk>/edit/", views.budget_line_edit, name="budget-line-edit"),
    path("budgets/lines/<int:pk>/remove/", views.budget_line_remove, name="budget-line-remove"),
    path("budgets/lines/<int:pk>/money/", views.budget_line_money, name="budget-line-money"),
    path("budgets/questions/", views.budget_question_list, name="budget-question-list"),
    path("budgets/questions/take-over/", views.budget_question_take_over, name="budget-question-take-over"),
    path("budgets/questions/new/", views.budget_question_create, name="budget-question-create"),
    path("budgets/questions/<int:pk>/", views.budget_question_edit, name="budget-question-edit"),
]
