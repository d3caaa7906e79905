"""Errors that a person may see."""


class Conflict(Exception):
    """What is asked cannot happen now (HTTP 409); `sentence` says in Dutch why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
