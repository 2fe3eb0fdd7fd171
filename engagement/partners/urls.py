"""The addresses of partners."""

from __future__ import annotations

from django.urls import path

from engagement.partners import views

urlpatterns = [
    path("partners/", views.partner_list, name="partner-list"),
    path("partners/new/", views.partner_create, name="partner-create"),
    path("partners/<int:pk>/", views.partner_detail, name="partner-detail"),
    path("partners/<int:pk>/edit/", views.partner_edit, name="partner-edit"),
    path("partners/<int:pk>/end/", views.partner_end, name="partner-end"),
    path("partners/<int:pk>/contacts/new/", views.partner_contact_create, name="partner-contact-create"),
    path("partners/<int:pk>/agreements/new/", views.agreement_create, name="partner-agreement-create"),
    path("partners/contacts/<int:pk>/edit/", views.partner_contact_edit, name="partner-contact-edit"),
    path("partners/agreements/<int:pk>/edit/", views.agreement_edit, name="partner-agreement-edit"),
    path("partners/agreements/<int:pk>/document/", views.agreement_document, name="partner-agreement-document"),
]
