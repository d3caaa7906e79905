"""A file with input: judged by what is in it."""

from typing import Any

from django import forms
from django.conf import settings

from ros_portal.kit.filenames import clean_filename
from ros_portal.kit.uploads import Inspected, inspect
from ros_portal.kit.virus_scan import scan


class HarmlessFile(forms.FileField):
    """A file of a kind that we take; `kind` of the form says what it turned out to be."""

    inspected: Inspected

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        self.inspected = inspect(file)
        if settings.CLAMAV_ADDRESS:
            scan(file, settings.CLAMAV_ADDRESS)
        return file


class AttachmentForm(forms.Form):
    """One file at a time."""

    use_required_attribute = False
    file = HarmlessFile(
        label="Kies een bestand",
        help_text="PDF, Word (.docx), OpenDocument (.odt), PNG of JPEG. Hoogstens 20 MB.",
        allow_empty_file=True,
        error_messages={"required": "Kies een bestand.", "invalid": "Kies een bestand."},
    )

    def values(self) -> dict[str, Any]:
        """What is kept of the file, and the file itself."""
        field, file = self.fields["file"], self.cleaned_data["file"]
        kind: Inspected = field.inspected  # type: ignore[attr-defined]
        return {
            "title": clean_filename(file.name or "", kind.extension),
            "media_type": kind.media_type,
            "size": kind.size,
            "sha256": kind.sha256,
            "file": file,
        }
