"""What the tests of writing input do over and over."""

import threading
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from consultations.actions.contributions import submit_contribution
from consultations.models import Answer, ConsultationRound, Contribution
from organisations.models import Mandate


def start(client: Client, round_: ConsultationRound, **data: str) -> str:
    """Begin input over HTTP; returns the address of its draft."""
    response = client.post(reverse("consultations:start_contribution", args=[round_.slug]), data)
    assert response.status_code == 302, response.status_code
    return response["Location"]


def seen(contribution: Contribution) -> str:
    """The moment of the version that a page made now would show."""
    return contribution.versions.latest("number").saved_at.isoformat()


def submit(mandate: Mandate, contribution: Contribution) -> Contribution:
    """Hand in what is stored now."""
    return submit_contribution(mandate.actor(), contribution, seen=seen(contribution))


def texts(contribution: Contribution) -> dict[int, str]:
    """The words that are stored, per position of the question."""
    answers = Answer.objects.filter(version__contribution=contribution)
    return dict(answers.values_list("question__position", "text"))


def in_threads(*works: Callable[[], Any]) -> None:
    """Do all of this at once, each with a connection of its own, and wait until all is done."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
