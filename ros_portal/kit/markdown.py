"""Markdown of people, as HTML that holds nothing but text, lists, emphasis, tables and links."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong"} | {
    "table", "tbody", "td", "th", "thead", "tr", "ul", "s",
}  # fmt: skip

# Pictures would be loaded from elsewhere, or tell the sender who looked.
_parser = MarkdownIt("js-default", {"html": False, "linkify": False}).disable("image")


def _one_heading_level(state: StateCore) -> None:
    """All headings of a text are of one level below the page's own, so that none is skipped."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3"


_parser.core.ruler.push("one_heading_level", _one_heading_level)


def to_html(text: str) -> SafeString:
    """The text as safe HTML; raw HTML in it is shown as it was typed."""
    html = nh3.clean(
        _parser.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - nh3 let through only the tags above
