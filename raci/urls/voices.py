"""What decision modes ask for; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import voices

urlpatterns = [
    path("records/<int:pk>/voices/", voices.case_voices, name="case-voices"),
    path("voices/<int:pk>/", voices.voice_give, name="voice-give"),
]
