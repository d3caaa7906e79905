"""Who may do what, written out a second time: every permission × every position, without a database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices

import consultations.policies
import documents.policies
import notifications.policies
import organisations.policies
from consultations.models import (
    Contribution,
    ContributionVersion,
    CoSignature,
    CouncilBasis,
    CouncilEvening,
    CouncilTrack,
    Export,
    ReadingList,
    TechnicalQuestion,
    Weight,
)
from consultations.policies import Permission as Process
from documents.policies import Permission as Texts
from notifications.models import Audience, Notice
from notifications.policies import Permission as Telling
from organisations.actor import Role
from organisations.models import Council, Invitation, Mandate
from organisations.policies import Permission as People
from organisations.policy import Policy

from .positions import POSITIONS

POLICIES: list[Policy] = [
    organisations.policies.policy,
    documents.policies.policy,
    notifications.policies.policy,
    consultations.policies.policy,
]

OWN_COUNCIL = Council(pk=10, organisation_id=1)
INDIVIDUAL = Contribution(weight=Weight.INDIVIDUAL, author_id=5, council_id=10)
OF_FRACTIE = Contribution(weight=Weight.FRACTIE, author_id=7, council_id=10, fractie_id=100)
OF_COUNCIL = Contribution(weight=Weight.COUNCIL, author_id=9, council_id=10, basis=CouncilBasis.DECISION)
OFFER_OF_COUNCIL = CoSignature(version=ContributionVersion(contribution=OF_COUNCIL), council_id=20)
OFFER_OF_FRACTIE = CoSignature(version=ContributionVersion(contribution=OF_FRACTIE), council_id=20, fractie_id=200)
QUESTION = TechnicalQuestion(council_id=10, asked_by_id=5)
OWN_EVENING = CouncilEvening(council_id=10)
OWN_TRACK = CouncilTrack(council_id=10)
OWN_NOTICE = Notice(audience=Audience.COUNCIL, organisation_id=1)
REGIONAL_NOTICE = Notice(audience=Audience.ALL_COUNCILS, organisation_id=None)
RECEIPT = Notice(audience=Audience.PERSONS, organisation_id=1)
MEMBERSHIP = Mandate(user_id=5, organisation_id=1, role=Role.COUNCIL_MEMBER)
CLERKSHIP = Mandate(user_id=9, organisation_id=1, role=Role.CLERK)
ADMINISTRATORSHIP = Mandate(user_id=17, role=Role.ADMINISTRATOR)
EXPORT = Export(mandate_id=50)
LIST_OF_AUTHOR = ReadingList(mandate_id=50)
INVITATION = Invitation(organisation_id=1, role=Role.COUNCIL_MEMBER)

MEMBERS = {"author", "colleague", "leader", "other_leader"}
FRACTIE = {"author", "colleague", "leader"}
CLERKS = {"clerk", "author_as_clerk"}
TEAM = {"secretary"}
READERS_OF_BUNDLES = {"secretary", "case_officer", "executive", "outside_officer"}
EVERYBODY = set(POSITIONS)

#: Permission, what it is about, and exactly the positions that may.
ALLOWED: list[tuple[Any, Any, set[str]]] = [
    (People.INVITE_MEMBER, OWN_COUNCIL, CLERKS | {"administrator"}),
    (People.INVITE_OFFICIAL, None, {"administrator", "system"}),
    (People.WITHDRAW_INVITATION, INVITATION, CLERKS | {"administrator"}),
    (People.ACCEPT_INVITATION, INVITATION, EVERYBODY - {"system"}),
    (People.END_MANDATE, MEMBERSHIP, CLERKS | {"administrator"}),
    (People.END_MANDATE, CLERKSHIP, {"administrator"}),
    (People.END_MANDATE, ADMINISTRATORSHIP, set()),
    (Texts.ADD_SYNONYMS, None, TEAM),
    (Texts.CHANGE_SYNONYMS, None, TEAM),
    (Texts.REMOVE_SYNONYMS, None, TEAM),
    (Telling.WRITE_NOTICE, None, CLERKS | TEAM | {"outside_clerk"}),
    (Telling.CHANGE_NOTICE, OWN_NOTICE, CLERKS),
    (Telling.CHANGE_NOTICE, REGIONAL_NOTICE, TEAM),
    (Telling.CHANGE_NOTICE, RECEIPT, set()),
    (Telling.DISCARD_NOTICE, OWN_NOTICE, CLERKS),
    (Telling.SEND_NOTICE, OWN_NOTICE, CLERKS),
    (Telling.SEND_NOTICE, REGIONAL_NOTICE, TEAM),
    (Telling.SEND_NOTICE, RECEIPT, set()),
    (Telling.COMPLETE_NOTICE, OWN_NOTICE, {"system"}),
    (Process.START_INDIVIDUAL_INPUT, OWN_COUNCIL, MEMBERS),
    (Process.START_FRACTIE_INPUT, OWN_COUNCIL, {"leader", "other_leader"}),
    (Process.RECORD_COUNCIL_INPUT, OWN_COUNCIL, CLERKS),
    (Process.NAME_WRITERS, INDIVIDUAL, set()),
    (Process.NAME_WRITERS, OF_FRACTIE, {"leader"}),
    (Process.NAME_WRITERS, OF_COUNCIL, set()),
    (Process.SAVE_DRAFT, INDIVIDUAL, {"author"}),
    (Process.SAVE_DRAFT, OF_FRACTIE, FRACTIE),
    (Process.SAVE_DRAFT, OF_COUNCIL, CLERKS),
    (Process.SUBMIT_CONTRIBUTION, INDIVIDUAL, {"author"}),
    (Process.SUBMIT_CONTRIBUTION, OF_FRACTIE, {"leader"}),
    (Process.SUBMIT_CONTRIBUTION, OF_COUNCIL, CLERKS),
    (Process.REVISE_CONTRIBUTION, INDIVIDUAL, {"author"}),
    (Process.REVISE_CONTRIBUTION, OF_FRACTIE, {"leader"}),
    (Process.REVISE_CONTRIBUTION, OF_COUNCIL, CLERKS),
    (Process.SUBMIT_REVISION, INDIVIDUAL, {"author"}),
    (Process.SUBMIT_REVISION, OF_FRACTIE, {"leader"}),
    (Process.SUBMIT_REVISION, OF_COUNCIL, CLERKS),
    (Process.DISCARD_REVISION, INDIVIDUAL, {"author"}),
    (Process.DISCARD_REVISION, OF_FRACTIE, {"leader"}),
    (Process.DISCARD_REVISION, OF_COUNCIL, CLERKS),
    (Process.ADD_ATTACHMENT, INDIVIDUAL, {"author"}),
    (Process.ADD_ATTACHMENT, OF_FRACTIE, FRACTIE),
    (Process.ADD_ATTACHMENT, OF_COUNCIL, CLERKS),
    (Process.REMOVE_ATTACHMENT, INDIVIDUAL, {"author"}),
    (Process.REMOVE_ATTACHMENT, OF_FRACTIE, FRACTIE),
    (Process.REMOVE_ATTACHMENT, OF_COUNCIL, CLERKS),
    (Process.ADD_MOTION, INDIVIDUAL, set()),
    (Process.ADD_MOTION, OF_FRACTIE, set()),
    (Process.ADD_MOTION, OF_COUNCIL, CLERKS),
    (Process.REMOVE_MOTION, INDIVIDUAL, set()),
    (Process.REMOVE_MOTION, OF_FRACTIE, set()),
    (Process.REMOVE_MOTION, OF_COUNCIL, CLERKS),
    (Process.WITHDRAW_CONTRIBUTION, INDIVIDUAL, {"author"}),
    (Process.WITHDRAW_CONTRIBUTION, OF_FRACTIE, {"leader"}),
    (Process.WITHDRAW_CONTRIBUTION, OF_COUNCIL, CLERKS),
    (Process.RELEASE_CONTRIBUTION, INDIVIDUAL, CLERKS),
    (Process.RELEASE_CONTRIBUTION, OF_FRACTIE, CLERKS),
    (Process.RELEASE_CONTRIBUTION, OF_COUNCIL, CLERKS),
    (Process.PUBLISH_COUNCIL_INPUT, OF_COUNCIL, CLERKS),
    (Process.PUBLISH_COUNCIL_INPUT, INDIVIDUAL, set()),
    (Process.PUBLISH_COUNCIL_INPUT, OF_FRACTIE, set()),
    (Process.PUBLISH_ROUND_INPUT, None, TEAM),
    (Process.OFFER_FOR_COSIGNING, INDIVIDUAL, set()),
    (Process.OFFER_FOR_COSIGNING, OF_FRACTIE, {"leader"}),
    (Process.OFFER_FOR_COSIGNING, OF_COUNCIL, CLERKS),
    (Process.TAKE_BACK_OFFER, OFFER_OF_FRACTIE, {"leader"}),
    (Process.TAKE_BACK_OFFER, OFFER_OF_COUNCIL, CLERKS),
    (Process.COSIGN, OFFER_OF_FRACTIE, {"outside_leader"}),
    (Process.COSIGN, OFFER_OF_COUNCIL, {"outside_clerk"}),
    (Process.DECLINE_TO_COSIGN, OFFER_OF_FRACTIE, {"outside_leader"}),
    (Process.DECLINE_TO_COSIGN, OFFER_OF_COUNCIL, {"outside_clerk"}),
    (Process.WITHDRAW_COSIGNATURE, OFFER_OF_FRACTIE, {"outside_leader"}),
    (Process.WITHDRAW_COSIGNATURE, OFFER_OF_COUNCIL, {"outside_clerk"}),
    (Process.ASK_TECHNICAL_QUESTION, OWN_COUNCIL, MEMBERS),
    (Process.PASS_ON_TECHNICAL_QUESTION, QUESTION, {"case_officer"}),
    (Process.ANSWER_TECHNICAL_QUESTION, QUESTION, {"case_officer"} | TEAM),
    (Process.MAKE_ROUND, None, TEAM),
    (Process.CHANGE_ROUND, None, TEAM),
    (Process.COPY_ROUND, None, TEAM),
    (Process.ADD_QUESTION, None, TEAM),
    (Process.CHANGE_QUESTION, None, TEAM),
    (Process.MOVE_QUESTION, None, TEAM),
    (Process.REMOVE_QUESTION, None, TEAM),
    (Process.SCHEDULE_ROUND, None, TEAM),
    (Process.UNSCHEDULE_ROUND, None, TEAM),
    (Process.PUBLISH_ROUND, None, TEAM),
    (Process.PUBLISH_DUE_ROUND, None, {"system"}),
    (Process.WITHDRAW_ROUND, None, TEAM),
    (Process.ADD_ADDENDUM, None, TEAM),
    (Process.EXTEND_ROUND, None, TEAM),
    (Process.ADD_EVENING, OWN_COUNCIL, CLERKS),
    (Process.CHANGE_EVENING, OWN_EVENING, CLERKS),
    (Process.REMOVE_EVENING, OWN_EVENING, CLERKS),
    (Process.PLAN_TRACK, OWN_TRACK, CLERKS),
    (Process.CHANGE_INVOLVEMENT, OWN_COUNCIL, CLERKS),
    (Process.ASK_EXTENSION, OWN_TRACK, CLERKS),
    (Process.GRANT_EXTENSION, None, TEAM),
    (Process.REFUSE_EXTENSION, None, TEAM),
    (Process.FORESEE_FAIR_TIME, None, TEAM),
    (Process.TRIAGE, None, TEAM),
    (Process.PLAN_MEETING, None, TEAM),
    (Process.ADD_AGENDA_ITEM, None, TEAM),
    (Process.CHANGE_AGENDA_ITEM, None, TEAM),
    (Process.MOVE_AGENDA_ITEM, None, TEAM),
    (Process.REMOVE_AGENDA_ITEM, None, TEAM),
    (Process.WRITE_COVER_NOTE, None, TEAM),
    (Process.ROUTE_ANSWERS, None, TEAM),
    (Process.UNROUTE_ANSWER, None, TEAM),
    (Process.CONVENE_MEETING, None, TEAM),
    (Process.HOLD_MEETING, None, TEAM),
    (Process.RECORD_DECISION, None, TEAM),
    (Process.GIVE_FEEDBACK, None, TEAM),
    (Process.CLOSE_AGENDA_ITEM, None, TEAM),
    (Process.PUBLISH_DECISIONS, None, TEAM),
    (Process.OPEN_BUNDLE, None, READERS_OF_BUNDLES),
    (Process.CHANGE_PROGRAMME, None, TEAM),
    (Process.TAKE_UP_ANSWER, None, TEAM),
    (Process.PUBLISH_PROGRAMME_ITEM, None, TEAM),
    (Process.RECORD_TEXT_CHANGE, None, TEAM),
    (Process.ASK_EXPORT, None, EVERYBODY - {"public", "without_mandate", "system"}),
    (Process.START_EXPORT, EXPORT, {"system"}),
    (Process.FINISH_EXPORT, EXPORT, {"system"}),
    (Process.DISCARD_EXPORT, EXPORT, {"author", "system"}),
    (Process.MAKE_READING_LIST, None, EVERYBODY - {"public", "without_mandate", "system"}),
    (Process.RENAME_READING_LIST, LIST_OF_AUTHOR, {"author"}),
    (Process.REMOVE_READING_LIST, LIST_OF_AUTHOR, {"author"}),
    (Process.CHANGE_READING_LIST, LIST_OF_AUTHOR, {"author"}),
    (Process.CHANGE_READING_LIST, ReadingList(), set()),
]


def policy_of(permission: TextChoices) -> Policy:
    return next(policy for policy in POLICIES if isinstance(permission, policy.permissions))


def cells() -> Iterator[Any]:
    for number, (permission, subject, allowed) in enumerate(ALLOWED):
        for position in POSITIONS:
            yield pytest.param(
                permission, subject, position, position in allowed, id=f"{number}-{permission}-{position}"
            )


@pytest.mark.parametrize(("permission", "subject", "position", "expected"), list(cells()))
def test_the_policy_answers_as_the_table_says(permission: Any, subject: Any, position: str, expected: bool) -> None:
    assert policy_of(permission).allows(POSITIONS[position], permission, subject) is expected


def test_the_table_speaks_of_every_permission_there_is() -> None:
    existing = {permission for policy in POLICIES for permission in policy.permissions}

    assert existing
    assert {permission for permission, _, _ in ALLOWED} == existing


def test_every_role_stands_in_the_table() -> None:
    assert {actor.role for actor in POSITIONS.values()} == {*Role, None}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: str(policy.permissions.__module__))
def test_every_permission_has_the_one_action_that_it_guards(policy: Policy, load_actions: Callable[[], None]) -> None:
    load_actions()

    assert set(policy.actions) | READ_ONLY >= set(policy.permissions)


#: Permissions to look, which change nothing and so have no action.
READ_ONLY: set[Any] = {Process.TRIAGE, Process.OPEN_BUNDLE, Process.FORESEE_FAIR_TIME}


@pytest.fixture
def load_actions() -> Callable[[], None]:
    def load() -> None:
        import importlib
        import pkgutil

        import consultations.actions

        for name in ("organisations.actions", "documents.actions", "notifications.actions"):
            importlib.import_module(name)
        for module in pkgutil.iter_modules(consultations.actions.__path__):
            importlib.import_module(f"consultations.actions.{module.name}")

    return load


class _Permission(TextChoices):
    LOOK = "look"
    TOUCH = "touch"


def test_a_policy_refuses_a_permission_without_a_rule() -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUCH"):
        Policy(_Permission, {_Permission.LOOK: lambda actor, subject: True})


def test_a_policy_refuses_a_second_action_for_a_permission() -> None:
    policy = Policy(_Permission, dict.fromkeys(_Permission, lambda actor, subject: True))
    policy.action(_Permission.TOUCH)(lambda actor, subject: None)

    with pytest.raises(ImproperlyConfigured, match="already has an action"):
        policy.action(_Permission.TOUCH)(lambda actor, subject: None)
