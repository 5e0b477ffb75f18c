"""Signing in: of allauth's views only those that are wanted. Names its templates ask for, but which must not exist
here (signing up, changing mail addresses), lead to “not found”."""

from allauth.account import views
from django.urls import include, path

from congvu.orgs.views.closed import closed

CLOSED = {
    "signup/": "account_signup",
    "email/": "account_email",
    "confirm-email/": "account_email_verification_sent",
    "password/set/": "account_set_password",
    "login/code/confirm/": "account_confirm_login_code",
}

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    *(path(address, closed, name=name) for address, name in CLOSED.items()),
]
