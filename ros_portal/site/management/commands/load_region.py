"""`manage.py load_region`: the facts of Twente, for a portal with real people."""

from typing import Any

from django.core.management.base import BaseCommand

from ros_portal.site.region.facts import load_region


class Command(BaseCommand):
    help = "Write the parties, councils, products, promises, themes and recess of Twente; what is there stays."

    def handle(self, *args: Any, **options: Any) -> None:
        load_region()
        self.stdout.write("The region is there: 17 parties, 16 councils, 3 products, 4 promises and the letter.")
