"""What the room of Title VI tells the kernel: its lists and the words of its acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "keep_transit_programme": _("changed a transit programme of Title VI"),
    "analyse_service_change": _("analysed a change of service or fares"),
    "follow_up_service_change": _("wrote what follows from an analysis of a change"),
    "withdraw_service_change": _("withdrew an analysis of a change of service or fares"),
    "monitor_routes": _("monitored routes"),
    "withdraw_route_monitoring": _("withdrew a monitoring of routes"),
}


def register() -> None:
    """Called when the app is ready."""
    from compliance.lists.title_vi import LISTS
    from raci import lists
    from raci.history.acts import ACTS as SENTENCES

    for listing in LISTS:
        lists.register(listing)
    for code, sentence in ACTS.items():
        SENTENCES.register(code, sentence)
