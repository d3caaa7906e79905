"""Invites an administrator: how the first one comes in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.actions import invite_official
from organisations.actor import Actor, Role
from ros_portal.kit.errors import Conflict


class Command(BaseCommand):
    help = "Invite an administrator by e-mail; the link works once, for fourteen days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invite_official(Actor.system(), None, email=options["email"], name=options["name"], role=Role.ADMINISTRATOR)
        except Conflict as conflict:
            raise CommandError(conflict.sentence) from conflict
        self.stdout.write("The invitation goes out with the next sweep.")
