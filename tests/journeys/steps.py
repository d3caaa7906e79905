"""What several journeys do on the way, each as a person would, through the pages."""

from django.urls import reverse

from tests.journeys.tab import Tab


def write(tab: Tab, subject: str, **typed: str) -> Tab:
    """Write a notice, up to the page where it is checked."""
    tab.open(reverse("notifications:new"))
    return tab.press("Bewaar en controleer", subject=subject, brief="Er zijn er drie bij.", **typed)


def send(tab: Tab) -> Tab:
    """Send what is on the page; it leads to the recipients and how far each came."""
    return tab.press("Verzend aan")
