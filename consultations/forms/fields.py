"""Form fields for typed text: cleaned, or refused with a sentence that says why."""

from typing import Any

from django import forms

from ros_portal.kit.text import clean_line, clean_text

ANSWER_LIMIT = 20_000
LINE_LIMIT = 200


class TextField(forms.CharField):
    """Text of several lines; what was typed stays on the page when it is refused."""

    widget = forms.Textarea

    def __init__(self, *, limit: int = ANSWER_LIMIT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", limit=self.limit)


class LineField(forms.CharField):
    """Text of one line."""

    def __init__(self, *, limit: int = LINE_LIMIT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "", limit=self.limit)


class NeededLater:
    """Mixed into a field of a draft: asked for on the page, but only submitting insists on it."""

    def validate(self, value: Any) -> None:
        """A draft may be empty."""


class DraftText(NeededLater, TextField):
    pass


class DraftLine(NeededLater, LineField):
    pass


class DraftDate(NeededLater, forms.DateField):
    pass


class DraftNumber(NeededLater, forms.IntegerField):
    pass
