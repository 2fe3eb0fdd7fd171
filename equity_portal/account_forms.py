"""The forms of account pages, which are django-allauth's, in the portal's words where something is missing or too long."""

from __future__ import annotations

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from raci.fields import OwnWords


class Login(OwnWords, account.LoginForm):  # type: ignore[misc]
    """Signing in."""


class Reauthenticate(OwnWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password, asked for again."""


class ChangePassword(OwnWords, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password, by who knows the old one."""


class ResetPassword(OwnWords, account.ResetPasswordForm):  # type: ignore[misc]
    """A link for who forgot it."""


class ResetPasswordKey(OwnWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A password, by the link."""


class Authenticate(OwnWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of a second factor."""


class ReauthenticateByCode(OwnWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code, asked for again."""


class ActivateTotp(OwnWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""
