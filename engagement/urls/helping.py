"""The addresses of the toolkit library and of the help desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from engagement.desk import views as desk
from engagement.toolkits import views as toolkits

urlpatterns: list[URLPattern] = [
    path("toolkits/", toolkits.tool_list, name="tool-list"),
    path("toolkits/new/", toolkits.tool_create, name="tool-create"),
    path("toolkits/<int:pk>/", toolkits.tool_detail, name="tool-detail"),
    path("toolkits/<int:pk>/edit/", toolkits.tool_edit, name="tool-edit"),
    path("toolkits/<int:pk>/next/", toolkits.tool_next, name="tool-next"),
    path("toolkits/<int:pk>/withdraw/", toolkits.tool_withdraw, name="tool-withdraw"),
    path("toolkits/<int:pk>/use/", toolkits.tool_use, name="tool-use"),
    path("toolkits/<int:pk>/file/", toolkits.tool_file, name="tool-file"),
    path("help/", desk.help_list, name="help-list"),
    path("help/ask/", desk.help_ask, name="help-ask"),
    path("help/partner/", desk.help_ask_partner, name="help-ask-partner"),
    path("help/capacity/", desk.help_capacity, name="help-capacity"),
    path("help/<int:pk>/", desk.help_detail, name="help-detail"),
    path("help/<int:pk>/give/", desk.help_assign, name="help-assign"),
    path("help/<int:pk>/answer/", desk.help_answer, name="help-answer"),
    path("help/<int:pk>/rate/", desk.help_rate, name="help-rate"),
]
