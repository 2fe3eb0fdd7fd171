"""What the city aims at and does, and what it was recommended; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import aims, recommendations

urlpatterns = [
    path("objectives/", aims.objectives, name="objectives"),
    path("objectives/<slug:code>/affirm/", aims.objective_affirm, name="objective-affirm"),
    path("affirmations/<int:pk>/take-back/", aims.affirmation_take_back, name="affirmation-take-back"),
    path("themes/", aims.themes, name="themes"),
    path("services/", aims.services, name="services"),
    path("recommendations/", recommendations.recommendation_list, name="recommendation-list"),
    path("recommendations/new/", recommendations.recommendation_create, name="recommendation-create"),
    path("recommendations/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/answer/", recommendations.recommendation_answer, name="recommendation-answer"),
    path("recommendations/<int:pk>/accept/", recommendations.recommendation_accept, name="recommendation-accept"),
    path("recommendations/<int:pk>/return/", recommendations.recommendation_return, name="recommendation-return"),
    path("recommendations/<int:pk>/follow-up/", recommendations.recommendation_follow, name="recommendation-follow"),
    path("recommendations/<int:pk>/close/", recommendations.recommendation_close, name="recommendation-close"),
]
