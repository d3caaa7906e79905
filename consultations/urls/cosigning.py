"""Signing along: who offers a text, and who is asked."""

from django.urls import URLPattern, path

from consultations.urls import converters  # noqa: F401
from consultations.views import cosigning

urlpatterns: list[URLPattern] = [
    path("inbreng/<number:number>/medeondertekenen/", cosigning.offer, name="offer_for_cosigning"),
    path("medeondertekenen/", cosigning.offers, name="cosigning_offers"),
    path("medeondertekenen/<int:pk>/", cosigning.cosignature, name="cosignature"),
    path("medeondertekenen/<int:pk>/tekenen/", cosigning.sign, name="cosign"),
    path("medeondertekenen/<int:pk>/niet-tekenen/", cosigning.decline, name="decline_to_cosign"),
    path("medeondertekenen/<int:pk>/intrekken/", cosigning.withdraw, name="withdraw_cosignature"),
    path("medeondertekenen/<int:pk>/aanbod-intrekken/", cosigning.take_back, name="take_back_offer"),
]
