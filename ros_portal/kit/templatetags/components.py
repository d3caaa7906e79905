"""The portal's components: each tag renders the template of its name in templates/components/.

What a tag shows is escaped; the content of a block tag is what its template made of it. The page
chooses words and tones; how it looks is decided in the component and in static/css/.
"""

from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .icons import icon

register = template.Library()

#: The tones of the portal, as the names of the Utrecht components.
BADGE_TONES: Final = {
    "neutral": "inactive",
    "info": "neutral",
    "positive": "success",
    "warning": "warning",
    "negative": "danger",
}
ALERT_TONES: Final = {
    "info": ("info", "info"),
    "positive": ("ok", "check"),
    "warning": ("warning", "warning"),
    "negative": ("error", "error"),
}
#: The levels of django.contrib.messages, as tones.
MESSAGE_TONES: Final = {
    "debug": "info",
    "info": "info",
    "success": "positive",
    "warning": "warning",
    "error": "negative",
}
BUTTON_KINDS: Final = {
    "primary": "primary-action",
    "secondary": "secondary-action",
    "subtle": "subtle",
    "danger": "danger",
}
#: How many pages are named on either side of the present one.
PAGES_BESIDE: Final = 1


def _component(name: str, **variables: object) -> SafeString:
    return render_to_string(f"components/{name}.html", variables)


# Small ones, without a template: a list of 25 rows renders many of them.
@register.simple_tag
def badge(label: object, tone: str = "neutral") -> SafeString:
    """The state of something in one or two words."""
    return format_html(
        '<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', BADGE_TONES[tone], label
    )


@register.simple_tag
def button_link(url: str, label: object, kind: str = "primary", icon_name: str = "", detail: str = "") -> SafeString:
    """A link that looks like a button; `detail` tells links with one label apart, read aloud only."""
    return format_html(
        '<a class="utrecht-button-link utrecht-button-link--html-a utrecht-button utrecht-button--{}"'
        ' href="{}">{}<span>{}{}</span></a>',
        BUTTON_KINDS[kind],
        url,
        icon(icon_name) if icon_name else "",
        label,
        _aside(detail),
    )


@register.simple_tag
def button(
    label: object, kind: str = "primary", name: str = "", value: str = "", icon_name: str = "", detail: str = ""
) -> SafeString:
    """A submit button; portal.js lets a second click within one submission pass by."""
    return format_html(
        '<button class="utrecht-button utrecht-button--{}" type="submit"{}>{}<span>{}{}</span></button>',
        BUTTON_KINDS[kind],
        format_html(' name="{}" value="{}"', name, value) if name else "",
        icon(icon_name) if icon_name else "",
        label,
        _aside(detail),
    )


def _aside(detail: str) -> SafeString | str:
    return format_html('<span class="ros-hidden"> {}</span>', detail) if detail else ""


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a message of django.contrib.messages."""
    return MESSAGE_TONES.get(level_tag, "info")


# With a slot: what stands between the tag and its end.
@register.simple_block_tag
def card(
    content: SafeString, heading: str = "", url: str = "", level: int = 3, kicker: str = "", tone: str = ""
) -> SafeString:
    """A box for one matter; with a url the whole card leads there. tone: "", accent, warm, plain."""
    return _component("card", **locals())


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", heading: str = "", role: str = "") -> SafeString:
    """A message that may not be missed; role "status" or "alert" when it comes without a page load."""
    kind, icon_name = ALERT_TONES[tone]
    return _component("alert", content=content, kind=kind, icon_name=icon_name, heading=heading, role=role)


@register.simple_block_tag
def data_table(content: SafeString, label: str, stack: bool = False, caption: str = "") -> SafeString:
    """A table that never widens the page; with stack its rows become blocks on a narrow screen."""
    return _component("data_table", **locals())


@register.simple_block_tag
def summary(content: SafeString) -> SafeString:
    """A list of terms with their values, made of `row` tags."""
    return format_html('<dl class="ros-summary">{}</dl>', content)


@register.simple_block_tag
def row(content: SafeString, term: object) -> SafeString:
    """One term of a summary, with its value as content."""
    return format_html('<div class="ros-summary__row"><dt>{}</dt><dd>{}</dd></div>', term, content)


@register.simple_block_tag
def button_row(content: SafeString) -> SafeString:
    """Buttons and links beside each other, the one obvious step first."""
    return format_html('<div class="ros-button-row">{}</div>', content)


@register.simple_block_tag
def more(content: SafeString, label: str) -> SafeString:
    """Text that is folded until someone asks for it."""
    return format_html(
        '<details class="ros-details"><summary>{}</summary><div class="ros-details__body ros-flow">{}</div></details>',
        label,
        content,
    )


@register.simple_block_tag
def filters(content: SafeString, action: str = "", label: str = "Filteren", reset_url: str = "") -> SafeString:
    """A form above a list whose state stays in the address; the fields are the content."""
    return _component("filters", **locals())


@register.inclusion_tag("components/filters.html")
def filter_form(form: BaseForm, action: str = "", label: str = "Filteren", reset_url: str = "") -> dict[str, object]:
    """The same for a Django form, with each of its fields."""
    return {"form": form, "action": action, "label": label, "reset_url": reset_url}


# Without a slot: all they show comes in as variables, described at the top of their templates.
@register.inclusion_tag("components/page_header.html")
def page_header(
    title: object, lead: object = "", kicker: object = "", meta: str | Iterable[object] = ""
) -> dict[str, object]:
    lines = [meta] if isinstance(meta, str) else list(meta)
    return {"title": title, "lead": lead, "kicker": kicker, "lines": [line for line in lines if line]}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*pairs: object) -> dict[str, object]:
    """{% breadcrumb "Home" home_url "Rondes" rounds_url "Verkenning schaalsprong" %}: the page itself last."""
    *trail, current = pairs
    return {"trail": list(zip(trail[::2], trail[1::2], strict=True)), "current": current}


@register.inclusion_tag("components/empty_state.html")
def empty_state(heading: str, text: str = "", url: str = "", label: str = "") -> dict[str, object]:
    return {"heading": heading, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(steps: Iterable[Any], level: int = 3) -> dict[str, object]:
    return {"steps": steps, "level": level}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any]) -> dict[str, object]:
    return {"tasks": tasks}


@register.inclusion_tag("components/stats.html")
def stats(items: Iterable[Any]) -> dict[str, object]:
    return {"items": items}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str) -> dict[str, object]:
    return {"items": items, "label": label}


@register.inclusion_tag("components/answer.html")
def answer(question: str, text: str, meta: object = "", url: str = "", level: int = 3) -> dict[str, object]:
    return {"question": question, "text": text, "meta": meta, "url": url, "level": level}


@register.inclusion_tag("components/audience_note.html")
def audience_note(
    readers: Iterable[Any], heading: str = "Wie leest dit, en wanneer?", text: str = "", level: int = 2
) -> dict[str, object]:
    return {"readers": readers, "heading": heading, "text": text, "level": level}


@register.inclusion_tag("components/recipients.html")
def recipients(rows: Iterable[Any]) -> dict[str, object]:
    return {"rows": rows}


@register.inclusion_tag("components/progress.html")
def progress(label: str, done: int, total: int) -> dict[str, object]:
    return {"label": label, "done": done, "total": total}


@register.inclusion_tag("components/agenda.html")
def agenda(items: Iterable[Any], level: int = 3) -> dict[str, object]:
    return {"items": items, "level": level}


@register.inclusion_tag("components/save_status.html")
def save_status(saved_at: object = None, error: str = "") -> dict[str, object]:
    return {"saved_at": saved_at, "error": error}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "pagina") -> dict[str, object]:
    """Links to the other pages that keep the rest of the address as it is."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    rest = query.urlencode()
    return {"page": page, "links": page_links(page), "prefix": f"?{rest + '&' if rest else ''}{parameter}="}


def page_links(page: Page[Any]) -> list[int | None]:
    """The numbers to show, with None for a gap: 1, None, 4, 5, 6, None, 40."""
    last = page.paginator.num_pages
    near = range(page.number - PAGES_BESIDE, page.number + PAGES_BESIDE + 1)
    shown = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    links: list[int | None] = []
    for number in shown:
        if links and (before := links[-1]) is not None and number - before == 2:
            links.append(number - 1)
        elif links and links[-1] is not None and number - links[-1] > 2:
            links.append(None)
        links.append(number)
    return links
