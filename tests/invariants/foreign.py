"""Doors that cannot carry our declaration: views of libraries, and the face's own, which lies below the rights."""

FACES = "congvu.faces.views."
ACCOUNT = "allauth.account.views."
MFA = "allauth.mfa."

BELOW_THE_RIGHTS = frozenset({"config", "files", "ledger"})  # floors that may not import `orgs.doors`

FOREIGN: dict[str, tuple[str, str]] = {
    FACES + "theme": ("act", "public"),
    FACES + "columns": ("act", "public"),
    FACES + "contents": ("page", "public"),
    FACES + "help_index": ("page", "public"),
    FACES + "help_page": ("page", "public"),
    FACES + "gallery": ("page", "public"),  # exists in development only
    FACES + "gallery_progress": ("page", "public"),  # exists in development only
    "django.views.i18n.set_language": ("act", "public"),
    ACCOUNT + "LoginView": ("form", "public"),
    ACCOUNT + "LogoutView": ("act", "public"),
    ACCOUNT + "AccountInactiveView": ("page", "public"),
    ACCOUNT + "ReauthenticateView": ("form", "signed_in"),
    ACCOUNT + "PasswordChangeView": ("form", "signed_in"),
    MFA + "base.views.AuthenticateView": ("form", "public"),  # only within a sign-in that has begun
    MFA + "base.views.IndexView": ("page", "signed_in"),
    MFA + "base.views.ReauthenticateView": ("form", "signed_in"),
    MFA + "recovery_codes.views.DownloadRecoveryCodesView": ("page", "signed_in"),
    MFA + "recovery_codes.views.GenerateRecoveryCodesView": ("form", "signed_in"),
    MFA + "recovery_codes.views.ViewRecoveryCodesView": ("page", "signed_in"),
    MFA + "totp.views.ActivateTOTPView": ("form", "signed_in"),
    MFA + "totp.views.DeactivateTOTPView": ("form", "signed_in"),
}
