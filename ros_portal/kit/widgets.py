"""Native pickers for dates: the browser shows them in Dutch and sends them as ISO 8601."""

from django import forms


class DateInput(forms.DateInput):
    """A day, in the format that <input type="date"> reads and writes."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A moment to the minute, in the time of the portal (Europe/Amsterdam)."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
