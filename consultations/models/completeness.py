"""What input must have before it can be handed in, in sentences for its writers."""

from .contributions import Contribution, CouncilBasis


def what_is_missing(contribution: Contribution, *, has_answers: bool) -> list[str]:
    """Dutch sentences, none when it is complete; the constraints of `Contribution` refuse the same."""
    missing = []
    if not has_answers:
        missing.append("Beantwoord ten minste één vraag.")
    if contribution.basis == CouncilBasis.DECISION:
        missing += _decision_lacks(contribution)
    elif contribution.basis == CouncilBasis.CONVERSATION and contribution.meeting_date is None:
        missing.append("Vul de datum van het gesprek in.")
    return missing


def _decision_lacks(contribution: Contribution) -> list[str]:
    missing = []
    if contribution.meeting_date is None:
        missing.append("Vul de datum van de raadsvergadering in.")
    if not contribution.decision_reference:
        missing.append("Vul het kenmerk van het besluit in.")
    counted = contribution.votes_for is not None and contribution.votes_against is not None
    if contribution.without_vote and (contribution.votes_for is not None or contribution.votes_against is not None):
        missing.append("Kies: zonder stemming, of vul de stemmen in. Niet allebei.")
    elif not counted and not contribution.without_vote:
        missing.append("Vul de stemmen voor en tegen in, of kies: zonder stemming.")
    return missing
