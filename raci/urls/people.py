"""One's own account, people, posts, holdings and delegations; included at the root, in the namespace `raci`."""

from django.urls import path

from raci.views import access, account, delegations, namings, people, posts, tokens

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.person_invite, name="person-invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/access/", access.person_access, name="person-access"),
    path("people/<int:pk>/link/", people.person_link, name="person-link"),
    path("people/<int:pk>/disable/", people.person_disable, name="person-disable"),
    path("people/<int:pk>/enable/", people.person_enable, name="person-enable"),
    path("people/<int:pk>/second-factor/", people.person_factor, name="person-factor"),
    path("account/", account.account, name="account"),
    path("account/name/", account.account_name, name="account-name"),
    path("account/notices/", account.account_notices, name="account-notices"),
    path("account/sessions/", account.session_list, name="session-list"),
    path("account/sessions/<int:pk>/end/", account.session_end, name="session-end"),
    path("account/sessions/end-others/", account.session_end_others, name="session-end-others"),
    path("account/tokens/", tokens.token_list, name="token-list"),
    path("account/tokens/new/", tokens.token_create, name="token-create"),
    path("account/tokens/<int:pk>/", tokens.token_made, name="token-made"),
    path("account/tokens/<int:pk>/end/", tokens.token_end, name="token-end"),
    path("namings/", namings.naming_list, name="naming-list"),
    path("namings/new/", namings.naming_create, name="naming-create"),
    path("namings/<int:pk>/", namings.naming, name="naming"),
    path("namings/<int:pk>/end/", namings.naming_end, name="naming-end"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<slug:code>/", posts.post, name="post"),
    path("posts/<slug:code>/begin/", posts.holding_begin, name="holding-begin"),
    path("holdings/<int:pk>/", posts.holding_answer, name="holding-answer"),
    path("holdings/<int:pk>/accept/", posts.holding_accept, name="holding-accept"),
    path("holdings/<int:pk>/refuse/", posts.holding_refuse, name="holding-refuse"),
    path("holdings/<int:pk>/end/", posts.holding_end, name="holding-end"),
    path("holdings/<int:pk>/document/", posts.holding_document, name="holding-document"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/accept/", delegations.delegation_accept_several, name="delegation-accept-several"),
    path("delegations/<int:pk>/accept/", delegations.delegation_accept, name="delegation-accept"),
    path("delegations/<int:pk>/end/", delegations.delegation_end, name="delegation-end"),
]
