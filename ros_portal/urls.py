"""The addresses of the portal: one line per app, and the parts of allauth that the portal uses.

Accounts exist by invitation only, and an e-mail address belongs to the invitation: so allauth's pages
for signing up (closed) and for changing addresses (absent) are not offered.
"""

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

import documents.urls
from consultations.views.public_documents import margin_of

account_urls = [
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/code/", account.request_login_code, name="account_request_login_code"),
    path("inloggen/code/invullen/", account.confirm_login_code, name="account_confirm_login_code"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("aanmelden/", account.signup, name="account_signup"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("wachtwoord/instellen/", account.password_set, name="account_set_password"),
    path("wachtwoord/wijzigen/", account.password_change, name="account_change_password"),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path(
        "wachtwoord/vergeten/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("wachtwoord/vergeten/nieuw/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "wachtwoord/vergeten/klaar/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ros_portal.site.urls")),
    path("", include("organisations.urls")),
    path("", include("consultations.urls")),
    path("documenten/", include((documents.urls.patterns(margin_of), "documents"))),
    path("berichten/", include("notifications.urls")),
    path("account/", include(account_urls)),
    path("beheer/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("ros_portal.site.demo.urls")))

handler500 = "ros_portal.site.views.errors.server_error"
