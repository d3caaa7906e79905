"""Everybody who can stand before a rule, as plain actors: no database.

Organisation 1 is the own party with council 10 and fractie 100; organisation 2, council 20 and fractie 200 are others.
"""

from typing import Any

from organisations.actor import Actor, Role

OWN: dict[str, Any] = {"organisation_id": 1, "council_id": 10}
OTHER: dict[str, Any] = {"organisation_id": 2, "council_id": 20}

POSITIONS: dict[str, Actor] = {
    "public": Actor.public(),
    "without_mandate": Actor(user_id=1),
    "author": Actor(user_id=5, mandate_id=50, role=Role.COUNCIL_MEMBER, fractie_id=100, **OWN),
    "colleague": Actor(user_id=6, mandate_id=60, role=Role.COUNCIL_MEMBER, fractie_id=100, **OWN),
    "leader": Actor(user_id=7, mandate_id=70, role=Role.GROUP_LEADER, fractie_id=100, **OWN),
    "other_leader": Actor(user_id=8, mandate_id=80, role=Role.GROUP_LEADER, fractie_id=101, **OWN),
    "clerk": Actor(user_id=9, mandate_id=90, role=Role.CLERK, **OWN),
    "case_officer": Actor(user_id=10, mandate_id=91, role=Role.CASE_OFFICER, **OWN),
    "executive": Actor(user_id=11, mandate_id=92, role=Role.EXECUTIVE, **OWN),
    "outsider": Actor(user_id=12, mandate_id=93, role=Role.COUNCIL_MEMBER, fractie_id=200, **OTHER),
    "outside_leader": Actor(user_id=13, mandate_id=94, role=Role.GROUP_LEADER, fractie_id=200, **OTHER),
    "outside_clerk": Actor(user_id=14, mandate_id=95, role=Role.CLERK, **OTHER),
    "outside_officer": Actor(user_id=15, mandate_id=96, role=Role.CASE_OFFICER, **OTHER),
    # The author of the individual input, acting for another council: rights hang on the mandate.
    "author_elsewhere": Actor(user_id=5, mandate_id=97, role=Role.COUNCIL_MEMBER, fractie_id=200, **OTHER),
    "author_as_clerk": Actor(user_id=5, mandate_id=98, role=Role.CLERK, **OWN),
    "secretary": Actor(user_id=16, mandate_id=99, role=Role.PROGRAMME_TEAM),
    "administrator": Actor(user_id=17, mandate_id=89, role=Role.ADMINISTRATOR),
    "system": Actor.system(),
}
