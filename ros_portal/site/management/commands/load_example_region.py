"""`manage.py load_example_region`: made-up input, meetings and people, for demo mode only."""

from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ros_portal.site.demo.region.loader import load_example_region


class Command(BaseCommand):
    help = "Load the example region around today; a second time it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="load it as if it were this day (2026-02-28)")

    def handle(self, *args: Any, today: date | None = None, **options: Any) -> None:
        try:
            is_new = load_example_region(today or timezone.localdate())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The example region is loaded." if is_new else "The example region was there already.")
