"""Evidence and the inbox; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import evidence, inbox

urlpatterns = [
    path("records/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence-file"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox-read"),
]
