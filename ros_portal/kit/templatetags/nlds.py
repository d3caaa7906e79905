"""What the template pack `nlds` asks of a form field: what kind it is, and its widget in Utrecht's classes.

Django itself writes aria-invalid and aria-describedby (the ids end in _helptext and _error); the pack
gives those ids to the help text and the errors.
"""

from collections.abc import Iterator
from typing import Final

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: Final = {
    "text": "utrecht-textbox utrecht-textbox--html-input",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
}


@register.filter
def kind(field: BoundField) -> str:
    """Which part of field.html shows it: text, textarea, select, checkbox, choices, parts or hidden."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.Select):
        return "select"
    return "textarea" if isinstance(widget, forms.Textarea) else "text"


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget, with the classes of its kind beside its own; a placeholder would only repeat the label."""
    field.field.widget.attrs.pop("placeholder", None)
    own = field.field.widget.attrs.get("class", "")
    classes = f"{CLASSES.get(kind(field), '')} {own}".strip()
    return field.as_widget(attrs={"class": classes} if classes else {})


@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the control, or the first of its choices."""
    if kind(field) == "choices":
        return next((str(choice.id_for_label) for choice in field.subwidgets), "")
    return str(field.id_for_label or field.auto_id)


@register.filter
def fields_with_errors(form: forms.BaseForm) -> Iterator[BoundField]:
    """In the order of the form, so that the summary reads like the page."""
    return (field for field in form if field.errors)
