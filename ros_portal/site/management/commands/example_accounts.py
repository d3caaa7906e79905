"""Prints with which example people one can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ros_portal.site.demo import accounts


class Command(BaseCommand):
    help = "Print one example account of each role (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Example accounts exist in demo mode only (DEMO=1).")
        mandates = accounts.example_mandates()
        for mandate in accounts.one_of_each(mandates):
            self.stdout.write(f"{mandate.user.email:<50} {mandate.office}")
        self.stdout.write(f"All {len(mandates)} example accounts, with one-click sign-in: {settings.PORTAL_URL}/demo/")
