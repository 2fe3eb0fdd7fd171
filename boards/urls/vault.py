"""Addresses of the vault: a member's own page by private link, the custodian's, and who the custodian is."""

from __future__ import annotations

from django.urls import URLPattern, path

from boards.views import about_you, custodians, vault

urlpatterns: list[URLPattern] = [
    path("about-you/", about_you.about_you, name="about-you"),
    path("custodians/", custodians.custodian_list, name="custodian-list"),
    path("custodians/new/", custodians.custodian_create, name="custodian-create"),
    path("custodians/<int:pk>/accept/", custodians.custodian_accept, name="custodian-accept"),
    path("custodians/<int:pk>/end/", custodians.custodian_end, name="custodian-end"),
    path("vault/", vault.vault, name="vault"),
    path("custodians/kept/", custodians.vault_retention, name="vault-retention"),
    path("vault/rounds/new/", vault.round_create, name="vault-round-create"),
    path("vault/rounds/<int:pk>/", vault.vault_round, name="vault-round"),
    path("vault/rounds/<int:pk>/tally/", vault.vault_tally, name="vault-tally"),
    path("vault/asked/<int:pk>/", vault.vault_ask, name="vault-ask"),
    path("vault/asked/<int:pk>/again/", vault.vault_ask_again, name="vault-ask-again"),
    path("vault/asked/<int:pk>/hand-over/", vault.vault_ask_hand_over, name="vault-ask-hand-over"),
]
